import { at, eventually, listAt, numberAt, shown, textAt, world } from 'reality-harness/kit';
import type { RpcClient, RpcNotification } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FOUND_MS } from './limits.ts';

export type CameraStatus = 'CONNECTED' | 'DISCONNECTED';

/** A camera as the contract describes it. */
export interface CameraEntry {
  readonly device: string;
  readonly status: CameraStatus;
  readonly name: string;
  readonly resolution: string;
  readonly fps: number;
  readonly streams: { readonly rtsp: string; readonly webrtc: string; readonly hls: string };
}

/** Path of an entry in the device directory. */
export function deviceOf(entry: string): string {
  return join(world().dir('devices'), entry);
}

/** Name of a camera's path in MediaMTX: video3 → camera3. */
export function pathOf(entry: string): string {
  return basename(entry).replace('video', 'camera');
}

/** Reads one camera and asserts its shape. */
export function readCamera(value: unknown): CameraEntry {
  const status = textAt(value, 'status');
  assert.ok(status === 'CONNECTED' || status === 'DISCONNECTED', `status of a camera is "${status}"`);
  const resolution = textAt(value, 'resolution');
  assert.match(resolution, /^(?:\d+x\d+|unknown)$/u, `resolution of a camera in ${shown(value)}`);
  return {
    device: textAt(value, 'device'),
    status,
    name: textAt(value, 'name'),
    resolution,
    fps: numberAt(value, 'fps'),
    streams: {
      rtsp: textAt(value, 'streams.rtsp'),
      webrtc: textAt(value, 'streams.webrtc'),
      hls: textAt(value, 'streams.hls'),
    },
  };
}

/** All cameras; asserts that the counts agree with the list. */
export async function listCameras(client: RpcClient): Promise<readonly CameraEntry[]> {
  const result = await client.call('get_camera_list');
  const cameras = listAt(result, 'cameras').map(readCamera);
  const connected = cameras.filter((camera) => camera.status === 'CONNECTED').length;
  assert.equal(numberAt(result, 'total'), cameras.length, 'total is not the length of the list');
  assert.equal(numberAt(result, 'connected'), connected, 'connected is not the number of CONNECTED cameras');
  return cameras;
}

/** One camera of the list by the name of its entry. */
export async function findCamera(client: RpcClient, entry: string): Promise<CameraEntry> {
  const cameras = await listCameras(client);
  const found = cameras.find((camera) => camera.device === deviceOf(entry));
  assert.ok(found, `${entry} is not among ${cameras.map((camera) => camera.device).join(', ') || 'no cameras'}`);
  return found;
}

/** Waits until a camera is listed with a status, at most as long as the contract allows. */
export async function waitForCamera(client: RpcClient, entry: string, status: CameraStatus): Promise<CameraEntry> {
  return eventually(
    async () => {
      const camera = await findCamera(client, entry);
      assert.equal(camera.status, status, `${entry} is ${camera.status}`);
      return camera;
    },
    { what: `${entry} listed as ${status}`, withinMs: FOUND_MS },
  );
}

/** Waits for the notification that a camera came or went, among those after a mark. */
export async function waitForCameraUpdate(
  client: RpcClient,
  entry: string,
  expected: { readonly status: CameraStatus; readonly after: number },
): Promise<RpcNotification> {
  return client.notification('camera_status_update', {
    after: expected.after,
    withinMs: FOUND_MS,
    where: (params) => at(params, 'device') === deviceOf(entry) && at(params, 'status') === expected.status,
  });
}

/** Makes an entry of the device directory, as a driver does when a camera is plugged in. */
export function plug(entry: string): void {
  writeFileSync(deviceOf(entry), '');
}

export function unplug(entry: string): void {
  rmSync(deviceOf(entry), { force: true });
}
