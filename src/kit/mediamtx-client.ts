import { at, listAt, shown } from './json-path.ts';
import { openHttp } from './http.ts';
import type { HttpAnswer, HttpOptions } from './http.ts';
import { blameCaller } from './blame-caller.ts';

/** A path of MediaMTX at work, in one shape for versions 1.14 to 1.20 (field names changed in 1.16 and 1.17). */
export interface MediaPath {
  readonly name: string;
  /** A source is there and its tracks are known. True after RTSP RECORD even before the first packet: see `inboundBytes`. */
  readonly ready: boolean;
  readonly sourceType: string | undefined;
  readonly tracks: readonly string[];
  readonly readers: number;
  readonly inboundBytes: number;
  readonly outboundBytes: number;
}

/** The control API of one MediaMTX. Failures name the call and quote the server's own words. */
export interface MediaMtxClient {
  /** Any call below `/v3/`; any status is a value. */
  readonly request: (path: string, options?: HttpOptions) => Promise<HttpAnswer>;
  readonly globalConfig: () => Promise<unknown>;
  readonly pathDefaults: () => Promise<unknown>;
  /** Names of paths that stand in the configuration. */
  readonly configuredPaths: () => Promise<readonly string[]>;
  readonly addPath: (name: string, settings?: object) => Promise<void>;
  readonly patchPath: (name: string, settings: object) => Promise<void>;
  readonly deletePath: (name: string) => Promise<void>;
  readonly paths: () => Promise<readonly MediaPath[]>;
  /** A path at work; undefined when there is none. */
  readonly path: (name: string) => Promise<MediaPath | undefined>;
}

/** A client for the API at an address such as `http://127.0.0.1:9997`. */
export function mediaMtx(apiUrl: string): MediaMtxClient {
  const request = async (path: string, options: HttpOptions = {}): Promise<HttpAnswer> =>
    openHttp(new URL(`/v3/${path}`, apiUrl).href, options);
  const change = async (method: 'POST' | 'PATCH' | 'DELETE', path: string, settings?: object): Promise<void> => {
    // Before 1.15.5 a success has an empty body, so nothing is read from it; a body is mandatory on the way there.
    const body = settings === undefined ? {} : { body: JSON.stringify(settings), headers: JSON_TYPE };
    demandSuccess(await request(path, { method, ...body }), method, path);
  };
  const readAll = (path: string): Promise<readonly unknown[]> => listPages(request, path);
  return {
    request,
    globalConfig: async () => demandSuccess(await request('config/global/get'), 'GET', 'config/global/get'),
    pathDefaults: async () => demandSuccess(await request('config/pathdefaults/get'), 'GET', 'config/pathdefaults/get'),
    configuredPaths: async () => (await readAll('config/paths/list')).map((entry) => String(at(entry, 'name'))),
    addPath: (name, settings = {}) => change('POST', `config/paths/add/${name}`, settings),
    patchPath: (name, settings) => change('PATCH', `config/paths/patch/${name}`, settings),
    deletePath: (name) => change('DELETE', `config/paths/delete/${name}`),
    paths: async () => (await readAll('paths/list')).map(readPath),
    path: async (name) => {
      const answer = await request(`paths/get/${name}`);
      return answer.status === 404 ? undefined : readPath(demandSuccess(answer, 'GET', `paths/get/${name}`));
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

async function listPages(request: MediaMtxClient['request'], path: string): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  for (let page = 0, pages = 1; page < pages; page += 1) {
    const query = `${path}?itemsPerPage=100&page=${page}`;
    const body = demandSuccess(await request(query), 'GET', query);
    items.push(...listAt(body, 'items'));
    pages = Number(at(body, 'pageCount') ?? 1);
  }
  return items;
}

function demandSuccess(answer: HttpAnswer, method: string, path: string): unknown {
  if (answer.status === 200) return answer.json;
  throw blameCaller(
    new Error(
      `MediaMTX answered ${method} ${path} with ${answer.status}: ${shown(answer.json ?? answer.body.toString())}`,
    ),
  );
}

function readPath(entry: unknown): MediaPath {
  const source = at(entry, 'source.type');
  const tracks = at(entry, 'tracks');
  const readers = at(entry, 'readers');
  return {
    name: String(at(entry, 'name')),
    ready: (at(entry, 'available') ?? at(entry, 'ready')) === true,
    sourceType: typeof source === 'string' ? source : undefined,
    tracks: Array.isArray(tracks) ? tracks.map(String) : [],
    readers: Array.isArray(readers) ? readers.length : 0,
    inboundBytes: Number(at(entry, 'inboundBytes') ?? at(entry, 'bytesReceived') ?? 0),
    outboundBytes: Number(at(entry, 'outboundBytes') ?? at(entry, 'bytesSent') ?? 0),
  };
}
