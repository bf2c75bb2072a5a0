import { get } from 'node:http';

/** A client of MediaMTX, or who publishes to it. */
export interface MediaSession {
  readonly id: string;
  /** `rtspsessions`, `webrtcsessions` … */
  readonly list: string;
  readonly path: string;
  /** `publish`, `read`; empty where MediaMTX does not say. */
  readonly state: string;
  /** Of its URL. */
  readonly query: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** What MediaMTX says of itself at one moment. */
export interface MediamtxState {
  /** Path of the configuration → its settings, as JSON. */
  readonly paths: ReadonlyMap<string, string>;
  /** Path → how many pieces of recording it has. */
  readonly recordings: ReadonlyMap<string, number>;
  readonly sessions: readonly MediaSession[];
  /** Path → type of what it is fed from (`rtspSession`, `rtspSource` …); paths that nobody feeds are absent. */
  readonly sources: ReadonlyMap<string, string>;
}

const SESSION_LISTS = ['rtspsessions', 'rtmpconns', 'srtconns', 'webrtcsessions', 'hlssessions', 'hlsmuxers'];
const LOOK_MS = 1000;
const MAX_PAGES = 20;
const MAX_BODY_BYTES = 4 * 1024 * 1024;

type Item = Readonly<Record<string, unknown>>;

/** Over the real port of its API, as a harness asks; undefined when it does not answer. */
export async function readMediamtx(api: string): Promise<MediamtxState | undefined> {
  const [configured, working] = await Promise.all([listAll(api, 'config/paths/list'), listAll(api, 'paths/list')]);
  if (configured === undefined || working === undefined) return undefined;
  const [recordings, ...lists] = await Promise.all(
    ['recordings/list', ...SESSION_LISTS.map((list) => `${list}/list`)].map(async (list) => listAll(api, list)),
  );
  return {
    paths: new Map(configured.map((item) => [textOf(item['name']), JSON.stringify(item)])),
    recordings: new Map((recordings ?? []).map((item) => [textOf(item['name']), lengthOf(item['segments'])])),
    sessions: lists.flatMap((items, index) =>
      (items ?? []).map((item) => makeSession(item, SESSION_LISTS[index] ?? '')),
    ),
    sources: new Map(
      working.flatMap((item) => {
        const type = textOf(objectOf(item['source'])['type']);
        return type === '' ? [] : [[textOf(item['name']), type] as const];
      }),
    ),
  };
}

/** Counters have other names since v1.17.0; the old ones are still sent. */
function makeSession(item: Item, list: string): MediaSession {
  const count = (...names: readonly string[]): number => names.map((name) => item[name]).find(isNumber) ?? 0;
  return {
    id: textOf(item['id']),
    list,
    path: textOf(item['path']),
    state: textOf(item['state']),
    query: textOf(item['query']),
    bytesIn: count('inboundBytes', 'bytesReceived'),
    bytesOut: count('outboundBytes', 'bytesSent'),
  };
}

/** Undefined when there is no answer; empty for a protocol that is not served, of which MediaMTX has no list at all. */
async function listAll(api: string, list: string): Promise<readonly Item[] | undefined> {
  const items: Item[] = [];
  for (let page = 0, pages = 1; page < Math.min(pages, MAX_PAGES); page += 1) {
    const answer = await fetchJson(`${api}/v3/${list}?itemsPerPage=100&page=${page}`);
    if (answer === undefined) return undefined;
    const found = answer['items'];
    if (Array.isArray(found)) items.push(...found.map(objectOf));
    pages = Number(answer['pageCount'] ?? 1);
  }
  return items;
}

/** Empty for any status but 200. */
async function fetchJson(url: string): Promise<Item | undefined> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: false, timeout: LOOK_MS }, (response) => {
      const chunks: Buffer[] = [];
      let sizeBytes = 0;
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
      });
      response.once('end', () => resolve(response.statusCode === 200 ? parse(Buffer.concat(chunks)) : {}));
      response.once('error', () => resolve(undefined));
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.once('error', () => resolve(undefined));
  });
}

function parse(body: Buffer): Item {
  try {
    return objectOf(JSON.parse(body.toString('utf8')));
  } catch {
    return {};
  }
}

function objectOf(value: unknown): Item {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
