import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../self/lab.ts';
import { BarePrograms, pickPort, timeUntil } from './bare-programs.ts';
import { timeCommand } from './command.ts';
import type { Place } from './place.ts';

const HOST = '127.0.0.1';
const PICTURE = 'testsrc2=size=640x480:rate=15';
const ENCODER = '-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -threads 1 -g 15 -bf 0 -an'.split(
  ' ',
);
const QUIET = ['-nostdin', '-loglevel', 'error'];

/** The programs of the run that was measured against. */
export interface Tools {
  readonly mediamtx: string;
  readonly ffmpeg: string;
}

/** How long each took from its spawn, one after the other. */
export interface BareTimes {
  readonly mediamtxMs: number;
  readonly serviceMs: number;
  readonly streamsMs: number;
}

export interface BareInput {
  readonly place: Place;
  readonly tools: Tools;
  /** The bundled world's service and its two streams; else one clip stream, if it is asked for. */
  readonly parts: 'mediamtx' | 'clip' | 'service';
}

/** The tools that the newest run of a place used. */
export function readTools(place: Place): Tools {
  const found = place.records().flatMap(({ event }) => (event.kind === 'tool-identified' ? [event.tool] : []));
  const pathOf = (name: string): string => found.find((tool) => tool.name === name)?.path ?? name;
  return { mediamtx: pathOf('mediamtx'), ffmpeg: pathOf('ffmpeg') };
}

/** Encodes the clip that the loops copy; not part of any figure. */
export async function makeClip(place: Place, { ffmpeg }: Tools): Promise<string> {
  const clip = join(place.folder, 'clip.mkv');
  await timeCommand([ffmpeg, ...QUIET, '-y', '-f', 'lavfi', '-i', PICTURE, ...ENCODER, '-t', '10', clip]);
  return clip;
}

/** Starts the same programs with nothing around them, and looks every 2 ms. */
export async function timeBareWorld({ place, tools, parts }: BareInput): Promise<BareTimes> {
  const programs = new BarePrograms(place.folder);
  try {
    const [api, rtsp] = [await pickPort(), await pickPort()];
    const clip = join(place.folder, 'clip.mkv');
    const config = place.write('mediamtx.yml', JSON.stringify(makeConfig(api, rtsp, parts === 'clip')));
    programs.start([tools.mediamtx, config]);
    const mediamtxMs = await timeUntil('MediaMTX', async () => answers(`http://${HOST}:${api}/v3/config/global/get`));
    if (parts === 'mediamtx') return { mediamtxMs, serviceMs: 0, streamsMs: 0 };
    const serviceMs = parts === 'service' ? await startService(programs, { place, api, rtsp }) : 0;
    const loop = ['-re', '-stream_loop', '-1', '-i', clip, '-c', 'copy'];
    const live = ['-re', '-f', 'lavfi', '-i', PICTURE, ...ENCODER];
    const inputs = parts === 'service' ? [live, loop] : [loop];
    for (const [index, input] of inputs.entries()) {
      const url = `rtsp://${HOST}:${rtsp}/camera${index}`;
      programs.start([tools.ffmpeg, ...QUIET, ...input, '-f', 'rtsp', '-rtsp_transport', 'tcp', url]);
    }
    const waits = inputs.map(async (_, index) => timeUntil(`camera${index}`, growing(api, `camera${index}`)));
    return { mediamtxMs, serviceMs, streamsMs: Math.max(...(await Promise.all(waits))) };
  } finally {
    await programs.kill();
  }
}

function makeConfig(api: number, rtsp: number, hasPath: boolean): object {
  const off = { hls: false, webrtc: false, rtmp: false, srt: false };
  const servers = { api: true, apiAddress: `${HOST}:${api}`, rtsp: true, rtspAddress: `${HOST}:${rtsp}` };
  return { ...off, ...servers, rtspTransports: ['tcp'], ...(hasPath && { paths: { camera0: {} } }) };
}

interface ServicePlace {
  readonly place: Place;
  readonly api: number;
  readonly rtsp: number;
}

async function startService(programs: BarePrograms, { place, api, rtsp }: ServicePlace): Promise<number> {
  const folders = ['devices', 'recordings', 'snapshots'].map((name) => join(place.folder, name));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const [devices = '', recordings = '', snapshots = ''] = folders;
  for (const name of ['video0', 'video1']) place.write(join('devices', name), '');
  const [ws, health] = [await pickPort(), await pickPort()];
  const settings = {
    SERVER_PORT: ws,
    HEALTH_PORT: health,
    MEDIAMTX_API_PORT: api,
    MEDIAMTX_RTSP_PORT: rtsp,
    MEDIAMTX_RECORDINGS_PATH: recordings,
    MEDIAMTX_SNAPSHOTS_PATH: snapshots,
    CAMERA_DEVICE_DIR: devices,
    JWT_SECRET: 'measured-and-forgotten-in-a-moment',
  };
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) env[`CAMERA_SERVICE_${name}`] = String(value);
  programs.start([process.execPath, join(ROOT, 'dist', 'fixtures', 'camera-service', 'main.js')], {
    ...process.env,
    ...env,
  });
  return timeUntil('the service', async () => answers(`http://${HOST}:${health}/health/ready`));
}

async function answers(url: string): Promise<boolean> {
  const { status } = await fetch(url);
  return status === 200;
}

/** True when bytes of the path have grown between two looks. */
function growing(api: number, path: string): () => Promise<boolean> {
  let before = 0;
  return async () => {
    const reply: unknown = await (await fetch(`http://${HOST}:${api}/v3/paths/get/${path}`)).json();
    const bytes =
      typeof reply === 'object' && reply !== null && 'bytesReceived' in reply ? Number(reply.bytesReceived) : 0;
    const hasGrown = before > 0 && bytes > before;
    before = bytes;
    return hasGrown;
  };
}
