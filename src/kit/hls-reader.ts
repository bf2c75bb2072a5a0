import { openHttp } from './http.ts';
import type { HttpAnswer } from './http.ts';
import { blameCaller } from './blame-caller.ts';
import { withNonce } from './nonce.ts';

/** What an HLS reader got. */
export interface HlsSample {
  /** Address of the master playlist after redirects. */
  readonly playlist: string;
  /** `CODECS` of the first variant, where the master playlist tells them. */
  readonly codecs: string | undefined;
  readonly segment: string;
  /** Initialisation (if any) and one segment, joined: a file that ffprobe reads. */
  readonly media: Buffer;
}

/**
 * Reads an HLS stream as a player does: master playlist, media playlist, initialisation and one segment; follows redirects and
 * keeps cookies and queries, which MediaMTX from 1.18 demands. `url` may be the playlist or the folder or page beside it.
 * Waits for the first segment: a muxer is made at the first request and takes some seconds.
 */
export async function readHls(url: string, withinMs = 20_000): Promise<HlsSample> {
  const stop = performance.now() + withinMs;
  const cookies = new Map<string, string>();
  const get = (address: string): Promise<HttpAnswer> =>
    openHttp(address, { redirects: 5, cookies, withinMs: Math.max(1, stop - performance.now()) });
  const master = await findPlaylist(withNonce(url), get);
  const text = master.body.toString();
  const variant = /#EXT-X-STREAM-INF:[^\n]*\n([^#\s][^\n]*)/u.exec(text)?.[1]?.trim();
  let last: unknown;
  while (performance.now() < stop) {
    try {
      const media = variant === undefined ? await get(master.url) : await get(resolve(variant, master.url));
      return { ...(await readSegment(media, get)), playlist: master.url, codecs: /CODECS="([^"]*)"/u.exec(text)?.[1] };
    } catch (thrown) {
      last = thrown;
      await new Promise((again) => setTimeout(again, 100));
    }
  }
  throw blameCaller(new Error(`no HLS segment from ${url} within ${withinMs} ms`, { cause: last }));
}

async function findPlaylist(url: string, get: (address: string) => Promise<HttpAnswer>): Promise<HttpAnswer> {
  const first = await get(url);
  if (isPlaylist(first)) return first;
  const page = new URL(first.url);
  page.pathname = page.pathname.replace(/\/?$/u, '/index.m3u8');
  const beside = page.href;
  const second = await get(beside);
  if (isPlaylist(second)) return second;
  throw blameCaller(
    new Error(
      `no playlist at ${url} (${first.status}) nor at ${beside} (${second.status}): ${second.body.toString().slice(0, 200)}`,
    ),
  );
}

function isPlaylist(answer: HttpAnswer): boolean {
  return answer.status === 200 && answer.body.subarray(0, 7).toString() === '#EXTM3U';
}

async function readSegment(
  playlist: HttpAnswer,
  get: (address: string) => Promise<HttpAnswer>,
): Promise<Pick<HlsSample, 'segment' | 'media'>> {
  if (!isPlaylist(playlist))
    throw blameCaller(new Error(`no media playlist at ${playlist.url}: status ${playlist.status}`));
  const text = playlist.body.toString();
  const begin = /#EXT-X-MAP:[^\n]*URI="([^"]+)"/u.exec(text)?.[1];
  const segments = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const newest = segments.at(-1);
  if (newest === undefined) throw blameCaller(new Error(`the media playlist at ${playlist.url} names no segment yet`));
  const parts = [...(begin === undefined ? [] : [begin]), newest.trim()].map((part) => resolve(part, playlist.url));
  const answers: HttpAnswer[] = [];
  for (const part of parts) answers.push(await get(part));
  const bad = answers.find((answer) => answer.status !== 200 || answer.body.length === 0);
  if (bad !== undefined)
    throw blameCaller(new Error(`segment ${bad.url} answered ${bad.status} with ${bad.body.length} bytes`));
  return { segment: parts.at(-1) ?? '', media: Buffer.concat(answers.map((answer) => answer.body)) };
}

/** Relative addresses inherit nothing of the query; a session carried by the query (plain HTTP, MediaMTX 1.20) must go along. */
function resolve(relative: string, base: string): string {
  const target = new URL(relative, base);
  for (const [name, value] of new URL(base).searchParams) {
    if (!target.searchParams.has(name)) target.searchParams.set(name, value);
  }
  return target.href;
}
