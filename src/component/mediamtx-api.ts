import { z } from 'zod';
import type { Environment, Patience } from '#domain';
import { describeError } from '#domain';
import { lookHttp } from './look-http.ts';

// Every version from v1.12 to v1.20 sends more than this; what is old here is still sent by the newest.
const globalConfig = z.looseObject({ sysLogPrefix: z.string().optional() });
const pathState = z.looseObject({
  source: z.looseObject({ type: z.string(), id: z.string().default('') }).nullish(),
  inboundBytes: z.number().optional(),
  bytesReceived: z.number().optional(),
});
const rtspSession = z.looseObject({ query: z.string().default('') });

/** What a look at the API gave: `absent` is the 404 of a path or session that does not exist. */
export type ApiLook<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'absent' }
  | { readonly kind: 'trouble'; readonly saw: string };

export interface PathState {
  /** Undefined while nobody publishes. */
  readonly source?: { readonly type: string; readonly id: string };
  /** `inboundBytes`, before v1.17.0 `bytesReceived`. */
  readonly receivedBytes: number;
}

/** The few reads of MediaMTX's control API that the harness itself needs. */
export interface MediamtxApi {
  readonly base: string;
  /** The setting that carries our nonce. */
  readonly readNonce: (patience: Patience) => Promise<ApiLook<string>>;
  readonly readPath: (name: string, patience: Patience) => Promise<ApiLook<PathState>>;
  /** Query of the URL with which an RTSP session publishes. */
  readonly readSessionQuery: (id: string, patience: Patience) => Promise<ApiLook<string>>;
}

/** `base` as in `http://127.0.0.1:9997`. */
export function makeMediamtxApi(base: string, environment: Environment): MediamtxApi {
  const get = async <Value>(path: string, schema: z.ZodType<Value>, patience: Patience): Promise<ApiLook<Value>> => {
    try {
      const answer = await lookHttp(`${base}/v3/${path}`, patience, environment);
      if (answer.status === 404) return { kind: 'absent' };
      if (answer.status !== 200) return { kind: 'trouble', saw: `status ${answer.status} from ${base}/v3/${path}` };
      const decoded = schema.safeParse(JSON.parse(answer.body));
      if (decoded.success) return { kind: 'value', value: decoded.data };
      return { kind: 'trouble', saw: `an answer of another shape from ${base}/v3/${path}` };
    } catch (error) {
      return { kind: 'trouble', saw: `last reply ${describeError(error)}` };
    }
  };
  return {
    base,
    readNonce: async (patience) => {
      const look = await get('config/global/get', globalConfig, patience);
      return look.kind === 'value' ? { kind: 'value', value: look.value.sysLogPrefix ?? '' } : look;
    },
    readPath: async (name, patience) => {
      const look = await get(`paths/get/${name}`, pathState, patience);
      return look.kind === 'value' ? { kind: 'value', value: makePathState(look.value) } : look;
    },
    readSessionQuery: async (id, patience) => {
      const look = await get(`rtspsessions/get/${id}`, rtspSession, patience);
      return look.kind === 'value' ? { kind: 'value', value: look.value.query } : look;
    },
  };
}

function makePathState(raw: z.infer<typeof pathState>): PathState {
  const receivedBytes = raw.inboundBytes ?? raw.bytesReceived ?? 0;
  return raw.source ? { source: { type: raw.source.type, id: raw.source.id }, receivedBytes } : { receivedBytes };
}
