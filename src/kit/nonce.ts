import { readFileSync } from 'node:fs';
import { runTool } from './run-tool.ts';
import { blameCaller } from './blame-caller.ts';

/**
 * The same address with the nonce of this suite in its query (`?run=…`): MediaMTX tells the query of every session, so that the report can show
 * which of them were this suite's. The probes, readers and publishers of this kit use it by themselves. Left as it is outside of a run, for
 * another machine, and where the query has a `run` already.
 */
export function withNonce(url: string): string {
  const nonce = process.env['REALITY_NONCE'] ?? '';
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (nonce === '' || address === undefined || !/^(127\.|localhost$|\[::1\]$)/u.test(address.hostname)) return url;
  if (address.searchParams.has('run')) return url;
  return `${url}${address.search === '' ? '?' : '&'}run=${nonce}`;
}

/** For FFmpeg: `-bsf:v` and the filter that writes this suite's nonce into H.264; nothing outside of a run. */
export function stampArguments(): readonly string[] {
  const filter = process.env['REALITY_NONCE_FILTER'] ?? '';
  return filter === '' ? [] : ['-bsf:v', filter];
}

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * The nonces that a media file carries in its H.264 (MP4, Matroska or MPEG-TS, open or closed). A recording of a stream of the world has that
 * of the world and the name of the stream, `<nonce>-camera0`; one of `startPublisher` has that of the suite, `world().nonce`.
 */
export async function readNonces(file: string): Promise<readonly string[]> {
  const { findMediaNonces, joinTransportStream } = await import('#domain');
  const bytes = readFileSync(file).subarray(0, MAX_FILE_BYTES);
  return [...new Set((joinTransportStream(bytes) ?? [bytes]).flatMap(findMediaNonces))];
}

/** The nonces in a live RTSP stream, read for a little more than a group of pictures. Fails when nothing can be read. */
export async function watchNonces(url: string, seconds = 2): Promise<readonly string[]> {
  const { findMediaNonces } = await import('#domain');
  const quick = ['-nostdin', '-v', 'error', '-analyzeduration', '0', '-probesize', '32', '-rtsp_transport', 'tcp'];
  const take = ['-t', String(seconds), '-map', '0:v:0', '-c', 'copy', '-f', 'h264', '-'];
  const run = await runTool(['ffmpeg', ...quick, '-i', withNonce(url), ...take], { withinMs: 10_000 + seconds * 1000 });
  if (run.stdout.length === 0) throw blameCaller(new Error(`nothing could be read from ${url}: ${run.stderr.trim()}`));
  return findMediaNonces(run.stdout);
}
