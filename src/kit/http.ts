import { keepHeaders } from '#domain';
import { parseJson } from './rpc-message.ts';
import { blameCaller } from './blame-caller.ts';
import { endOfThrown, recordAsked } from './exchanges.ts';

/** An HTTP answer read to its end. Any status is a value. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers joined by a comma, but for `cookies`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The body read as JSON; undefined when it is none. */
  readonly json: unknown;
  /** Address of the answer after redirects. */
  readonly url: string;
  readonly tookMs: number;
}

export interface HttpOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD' | 'OPTIONS';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The whole exchange with all its redirects; default 5 s. */
  readonly withinMs?: number;
  /** Redirects to follow; default 0. */
  readonly redirects?: number;
  /** Sent with each request and filled from `set-cookie` of each answer, redirects included. */
  readonly cookies?: Map<string, string>;
}

/** One HTTP exchange. Fails only when no answer came; the failure names address and cause. */
export async function openHttp(url: string, options: HttpOptions = {}): Promise<HttpAnswer> {
  const withinMs = options.withinMs ?? 5000;
  const stop = AbortSignal.timeout(Math.ceil(withinMs));
  const startedMs = performance.now();
  const method = options.method ?? 'GET';
  const tell = recordAsked({
    protocol: 'http',
    url,
    method: `${method} ${pathOf(url)}`,
    request: options.body ?? '',
    requestHeaders: keepHeaders(Object.entries(headersOf(options))),
  });
  try {
    const answer = await follow(url, options, stop);
    const { status: code, body } = answer;
    tell({
      end: code >= 400 ? 'error' : 'answered',
      code: String(code),
      answer: textOf(answer.headers, body),
      answerHeaders: keepHeaders(Object.entries(answer.headers)),
    });
    return { ...answer, tookMs: performance.now() - startedMs };
  } catch (cause) {
    tell(endOfThrown(cause, stop.aborted));
    const why = stop.aborted ? `no whole answer within ${withinMs} ms` : 'no answer';
    throw blameCaller(new Error(`${method} ${url}: ${why}`, { cause }));
  }
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url;
}

/** Media are told by their size. */
function textOf(headers: HttpAnswer['headers'], body: Buffer): string {
  const type = headers['content-type'] ?? '';
  const isText = type === '' || /json|text|xml|sdp|mpegurl|urlencoded/iu.test(type);
  return isText ? body.subarray(0, 4000).toString() : `${body.length} bytes of ${type}`;
}

async function follow(url: string, options: HttpOptions, stop: AbortSignal): Promise<Omit<HttpAnswer, 'tookMs'>> {
  let here = url;
  for (let left = options.redirects ?? 0; ; left -= 1) {
    const answer = await exchange(here, options, stop);
    const target = answer.headers['location'];
    const redirects = target !== undefined && answer.status >= 300 && answer.status <= 399;
    if (left === 0 || !redirects) return { ...answer, url: here };
    here = new URL(target, here).href;
  }
}

async function exchange(
  url: string,
  options: HttpOptions,
  signal: AbortSignal,
): Promise<Omit<HttpAnswer, 'url' | 'tookMs'>> {
  // Loaded here: undici costs 100 ms, which suites without HTTP need not pay.
  const { request } = await import('undici');
  const answer = await request(url, {
    method: options.method ?? 'GET',
    headers: headersOf(options),
    body: options.body ?? null,
    signal,
    // A connection of its own: a server that died and came back must not be met by a socket to its predecessor.
    reset: true,
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) headers[name] = [value ?? ''].flat().join(', ');
  keepCookies(options.cookies, answer.headers['set-cookie']);
  const body = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers, body, json: parseJson(body.toString()) };
}

function headersOf({ headers, cookies = new Map() }: HttpOptions): Readonly<Record<string, string>> {
  const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { ...headers, ...(jar === '' ? {} : { cookie: jar }) };
}

function keepCookies(jar: Map<string, string> | undefined, header: string | readonly string[] | undefined): void {
  for (const line of [header ?? []].flat()) {
    const [, name, value] = /^\s*([^=;]+)=([^;]*)/u.exec(line) ?? [];
    if (name !== undefined && value !== undefined) jar?.set(name, value);
  }
}
