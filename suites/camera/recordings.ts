import { at, eventually, numberAt, probeFile, textAt, watchStream, world } from 'reality-harness/kit';
import type { FileSample, RpcClient, RpcNotification } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deviceOf, pathOf } from './cameras.ts';
import { expectRecentTime } from './expect.ts';
import { SOON_MS } from './limits.ts';

export interface StartedRecording {
  readonly sessionId: string;
  readonly filename: string;
}

export interface StoppedRecording extends StartedRecording {
  /** Seconds of media. */
  readonly durationS: number;
  readonly fileSize: number;
}

/** Starts a recording and asserts the shape of the answer. */
export async function startRecording(
  client: RpcClient,
  entry: string,
  options: object = {},
): Promise<StartedRecording> {
  const result = await client.call('start_recording', { device: entry, ...options });
  assert.equal(textAt(result, 'device'), deviceOf(entry));
  assert.equal(textAt(result, 'status'), 'STARTED');
  expectRecentTime(at(result, 'start_time'), 'start_time');
  return readSession(result);
}

/** Stops a recording and asserts the shape of the answer. */
export async function stopRecording(client: RpcClient, entry: string): Promise<StoppedRecording> {
  const result = await client.call('stop_recording', { device: entry }, { withinMs: 20_000 });
  assert.equal(textAt(result, 'device'), deviceOf(entry));
  assert.equal(textAt(result, 'status'), 'STOPPED');
  return { ...readSession(result), durationS: numberAt(result, 'duration'), fileSize: numberAt(result, 'file_size') };
}

/** Records until a reader of its own has seen so much media pass by, and stops. */
export async function record(client: RpcClient, entry: string, mediaS: number): Promise<StoppedRecording> {
  const started = await startRecording(client, entry);
  await letMediaPass(entry, mediaS);
  const stopped = await stopRecording(client, entry);
  assert.equal(stopped.filename, started.filename, 'start and stop name different files');
  assert.equal(stopped.sessionId, started.sessionId, 'start and stop name different sessions');
  return stopped;
}

/** Waits, as a reader of the stream, until so many seconds of media have passed. */
export async function letMediaPass(entry: string, mediaS: number): Promise<void> {
  const rate = frameRate(pathOf(entry));
  await watchStream(streamUrl(entry), { packets: Math.ceil(mediaS * rate), withinMs: 15_000 + mediaS * 1000 });
}

/** The camera's stream, with the nonce of this world in the query: MediaMTX lists it with the reader. */
export function streamUrl(entry: string): string {
  return `${world().component('mediamtx').url('rtsp')}/${pathOf(entry)}?run=${world().nonce}`;
}

/** Waits for a notification about a recording, among those after a mark. */
export async function waitForRecordingUpdate(
  client: RpcClient,
  filename: string,
  expected: { readonly status: 'STARTED' | 'STOPPED' | 'FAILED'; readonly after?: number; readonly withinMs?: number },
): Promise<RpcNotification> {
  const update = await client.notification('recording_status_update', {
    after: expected.after ?? 0,
    withinMs: expected.withinMs ?? SOON_MS,
    where: (params) => at(params, 'filename') === filename && at(params, 'status') === expected.status,
  });
  textAt(update.params, 'device');
  return update;
}

/** Where a recording is on disk. */
export function recordingPath(filename: string): string {
  return join(world().dir('recordings'), filename);
}

export function snapshotPath(filename: string): string {
  return join(world().dir('snapshots'), filename);
}

/** Probes a recording that is said to be finished; it may appear a moment after its recorder has gone. */
export async function probeRecording(filename: string, withinMs: number = SOON_MS): Promise<FileSample> {
  const path = recordingPath(filename);
  await eventually(() => assert.ok(existsSync(path), `no file at ${path}`), { what: `file ${filename}`, withinMs });
  return eventually(() => probeFile(path), { what: `${filename} to be a video`, withinMs });
}

function readSession(result: unknown): StartedRecording {
  const filename = textAt(result, 'filename');
  assert.ok(filename.length > 0 && !filename.includes('/'), `"${filename}" is no file name`);
  return { filename, sessionId: textAt(result, 'session_id') };
}

/** Frames per second that the world's publisher sends; a publisher of the suite's own sends ten. */
function frameRate(component: string): number {
  return world().has(component) ? Number(world().component(component).fact('rate') ?? '15') : 10;
}
