import type { Probe, Watch } from './kind.ts';
import type { MediamtxApi, PathState } from './mediamtx-api.ts';

interface StreamLook {
  readonly api: MediamtxApi;
  readonly path: string;
  /** Stands in the query of our publisher's URL: proves that the bytes are ours. */
  readonly nonce: string;
}

/**
 * Ready = bytes of the path that grow between two looks, sent by our publisher. MediaMTX's own `ready` is true after RTSP RECORD
 * with no packet at all (internal/core/api_test.go, TestAPIPathsGet).
 */
export function makeStreamProbe({ api, path, nonce }: StreamLook): Probe {
  let seen: { readonly id: string; readonly bytes: number } | undefined;
  return {
    what: `bytes of path ${path}`,
    look: async (patience) => {
      const look = await api.readPath(path, patience);
      if (look.kind !== 'value') {
        return look.kind === 'absent'
          ? { ok: false, saw: `path ${path} does not exist`, facts: { pathExists: 'false' } }
          : { ok: false, saw: look.saw };
      }
      const { source, receivedBytes } = look.value;
      if (source === undefined)
        return { ok: false, saw: `nobody publishes to path ${path}`, facts: { pathExists: 'true' } };
      if (seen?.id !== source.id) {
        const session = await api.readSessionQuery(source.id, patience);
        if (session.kind === 'value' && !session.value.includes(nonce)) {
          return { ok: false, saw: `path ${path} is published by another ${source.type}`, foreign: true };
        }
        if (session.kind !== 'value') return { ok: false, saw: `the session that publishes ${path} has gone` };
        seen = { id: source.id, bytes: receivedBytes };
        return { ok: false, saw: `${receivedBytes} bytes of path ${path} at the first look` };
      }
      if (receivedBytes > seen.bytes) return { ok: true, saw: `${receivedBytes} bytes, growing` };
      return { ok: false, saw: `${receivedBytes} bytes of path ${path}, not growing` };
    },
  };
}

/** Unhealthy only when MediaMTX answers, the path exists and its bytes stand still: everything else is somebody else's trouble. */
export function makeStreamWatch({ api, path }: StreamLook): Watch {
  let before: PathState | undefined;
  return {
    everyMs: 500,
    incident: 'stream-stalled',
    unhealthyAfterMs: 5000,
    look: async (patience) => {
      const look = await api.readPath(path, patience);
      const last = before;
      before = look.kind === 'value' ? look.value : undefined;
      if (look.kind !== 'value') return { healthy: true, saw: look.kind === 'absent' ? 'no such path' : look.saw };
      if (look.value.source === undefined) return { healthy: false, saw: `nobody publishes to path ${path}` };
      const grown = last === undefined || look.value.receivedBytes !== last.receivedBytes;
      return { healthy: grown, saw: `${look.value.receivedBytes} bytes of path ${path}` };
    },
  };
}
