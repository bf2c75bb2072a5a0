import { readFileSync } from 'node:fs';
import { at, listAt, numberAt, textAt } from './json-path.ts';
import { withNonce } from './nonce.ts';
import { toolOutput } from './run-tool.ts';
import { blameCaller } from './blame-caller.ts';

/** One video track as ffprobe reads it. */
export interface VideoFacts {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

/** What a reader got from a live stream. */
export interface StreamSample extends VideoFacts {
  /** Packets of video received. */
  readonly packets: number;
  readonly bytes: number;
  /** Media time between first and last packet, in seconds. */
  readonly mediaS: number;
}

export interface WatchOptions {
  /** How many packets of video to wait for; default 10. */
  readonly packets?: number;
  readonly withinMs?: number;
}

/**
 * Reads a live RTSP stream (over TCP) until so many packets have come. Fails when they do not come in time or time stands still:
 * a server that accepts readers and sends nothing does not pass.
 */
export async function watchStream(url: string, options: WatchOptions = {}): Promise<StreamSample> {
  const packets = options.packets ?? 10;
  const withinMs = options.withinMs ?? 15_000;
  const report = await ffprobe(
    [
      '-rtsp_transport',
      'tcp',
      ...QUICK,
      ...VIDEO,
      '-read_intervals',
      `%+#${packets}`,
      '-show_entries',
      `${FIELDS}:${PACKET}`,
      withNonce(url),
    ],
    withinMs,
  );
  const { packets: seen, bytes, mediaS } = readPackets(report);
  const sample = { ...readVideo(report, url), packets: seen, bytes, mediaS };
  if (sample.packets < packets)
    throw blameCaller(new Error(`${url} ended after ${sample.packets} of ${packets} packets`));
  if (packets > 2 && sample.mediaS <= 0)
    throw blameCaller(new Error(`${url} sent ${packets} packets but its time stood still`));
  return sample;
}

/** What a media file holds, read by decoding nothing. `durationS` is that of the last packet, not what a header claims. */
export interface FileSample extends VideoFacts {
  readonly container: string;
  readonly durationS: number;
  /** The duration that the container's header tells; NaN when it tells none, as in a file that was never closed. */
  readonly headerDurationS: number;
  readonly packets: number;
  readonly bytes: number;
}

/** Probes a file that was written to disk; fails with ffprobe's words when it is no playable video. */
export async function probeFile(path: string, withinMs = 15_000): Promise<FileSample> {
  const report = await ffprobe(
    [...VIDEO, '-show_entries', `format=format_name,duration:${FIELDS}:${PACKET}`, path],
    withinMs,
  );
  const { mediaS, packets, frameS } = readPackets(report);
  return {
    ...readVideo(report, path),
    container: textAt(report, 'format.format_name'),
    durationS: mediaS + frameS,
    headerDurationS: Number(at(report, 'format.duration') ?? Number.NaN),
    packets,
    bytes: readFileSync(path).byteLength,
  };
}

/** Decodes a whole file and fails when the decoder complains: proof that it plays to its end. */
export async function playFile(path: string, withinMs = 20_000): Promise<void> {
  await toolOutput(['ffmpeg', '-nostdin', '-v', 'error', '-xerror', '-i', path, '-map', '0:v:0', '-f', 'null', '-'], {
    withinMs,
  });
}

const QUICK = ['-analyzeduration', '0', '-probesize', '32'];
const VIDEO = ['-select_streams', 'v:0'];
const FIELDS = 'stream=codec_name,width,height';
const PACKET = 'packet=pts_time,duration_time,size';

async function ffprobe(args: readonly string[], withinMs: number): Promise<unknown> {
  const output = await toolOutput(['ffprobe', '-v', 'error', '-of', 'json', ...args], { withinMs });
  return JSON.parse(output.toString());
}

/** Exit 0 with an empty list of streams is a failure too. */
function readVideo(report: unknown, source: string): VideoFacts {
  if (at(report, 'streams.0') === undefined) throw blameCaller(new Error(`${source} has no video`));
  return {
    codec: textAt(report, 'streams.0.codec_name'),
    width: numberAt(report, 'streams.0.width'),
    height: numberAt(report, 'streams.0.height'),
  };
}

function readPackets(report: unknown): { packets: number; bytes: number; mediaS: number; frameS: number } {
  const packets = listAt(report, 'packets');
  const times = packets.map((packet) => Number(at(packet, 'pts_time'))).filter((time) => Number.isFinite(time));
  const bytes = packets.reduce<number>((sum, packet) => sum + Number(at(packet, 'size') ?? 0), 0);
  const mediaS = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
  const frameS = times.length > 1 ? mediaS / (times.length - 1) : 0;
  return { packets: packets.length, bytes, mediaS, frameS };
}
