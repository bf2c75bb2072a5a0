import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import { stampMedia } from '#domain';
import { STREAM_SOURCES, makeClipArguments, makeLiveArguments, makeLoopArguments } from './ffmpeg-arguments.ts';
import type { AheadContext, ComponentKind, Preparation, Prepared, PrepareContext } from './kind.ts';
import { makeKind } from './kind.ts';
import { makeMediamtxApi } from './mediamtx-api.ts';
import { readStartFailure } from './read-start-failure.ts';
import { makeStreamProbe, makeStreamWatch } from './stream-probe.ts';

const RESTART_EVERY_MS = 250;
const CLIP_TIME_LIMIT_MS = 60_000;

const schema = z.strictObject({
  publishTo: z.string().describe('The mediamtx component that receives the stream, by RTSP over TCP.'),
  path: z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/u, 'letters, digits, _ and -, parts divided by /')
    .describe('Path of MediaMTX; somebody must add it, or publishing is refused.'),
  source: z
    .enum(STREAM_SOURCES)
    .default('testsrc2')
    .describe('A live test picture, or `clip`: encoded once, then looped.'),
  size: z
    .string()
    .regex(/^[1-9]\d{1,3}x[1-9]\d{1,3}$/u, 'WIDTHxHEIGHT')
    .default('640x480')
    .describe('Width and height in pixels.'),
  rate: z.int().min(1).max(120).default(15).describe('Frames per second; one key frame each second.'),
  audio: z.enum(['none', 'aac', 'opus']).default('none').describe('A tone; opus for WebRTC, if the FFmpeg has it.'),
  clipSeconds: z.int().min(1).max(60).default(4).describe('Length of the clip before it begins again.'),
  readyTimeoutMs: z.int().positive().default(15_000).describe('From its start until bytes of it are seen to grow.'),
});
type Options = z.infer<typeof schema>;

const kind: ComponentKind<Options> = {
  kind: 'ffmpeg-stream',
  schema,
  declare: (options) => ({
    ports: [],
    urls: ['rtsp'],
    secrets: [],
    dirs: [],
    facts: ['path', 'size', 'rate'],
    requires: [options.publishTo],
  }),
  locate: ({ options }) => ({
    host: '127.0.0.1',
    urls: { rtsp: `\${${options.publishTo}.urls.rtsp}/${options.path}` },
  }),
  tools: () => ['ffmpeg'],
  makeAhead,
  prepare,
};

/** A camera made of FFmpeg: publishes to a path of a MediaMTX of the same world, again and again when it loses it. */
export const ffmpegStream: ComponentKind<unknown> = makeKind(kind);

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, environment, dirs } = context;
  // Stands in the URL and in the pictures: sessions and recordings are known by it.
  const nonce = `${context.nonce}-${context.spec.name}`;
  const url = `${context.urls['rtsp'] ?? ''}?run=${nonce}`;
  const api = makeMediamtxApi(context.others[options.publishTo]?.urls['api'] ?? '', environment);
  const stream = { api, path: options.path, nonce };
  const isClip = options.source === 'clip';
  return {
    spawn: {
      argv: [
        context.tools.ffmpeg?.path ?? 'ffmpeg',
        ...(isClip
          ? makeLoopArguments(await stampClip(context, nonce), url)
          : makeLiveArguments(options, { url, nonce })),
      ],
      cwd: dirs['streams'] ?? '',
      env: { ...makeChildEnv(environment, context.tools), ...context.envOverride },
    },
    facts: { path: options.path, size: options.size, rate: String(options.rate) },
    probes: [makeStreamProbe(stream)],
    listens: [],
    readyTimeoutMs: options.readyTimeoutMs,
    // SIGINT makes FFmpeg send RTSP TEARDOWN: the path goes offline at once.
    stop: { signal: 'SIGINT', graceMs: 1000 },
    restart: { kind: 'supervised', everyMs: RESTART_EVERY_MS },
    readStartFailure,
    watch: makeStreamWatch(stream),
  };
}

/** The clip of a picture is shared by all streams of the world that ask for the same one. */
function makeAhead({ options, dirs, tools, environment }: AheadContext<Options>): readonly Preparation[] {
  if (options.source !== 'clip') return [];
  const creates = locateClip(options, dirs);
  const writes = `${creates}.part`;
  const argv = [tools.ffmpeg?.path ?? 'ffmpeg', ...makeClipArguments(options, options.clipSeconds, writes)] as const;
  const spawn = { argv, cwd: dirs['streams'] ?? '', env: makeChildEnv(environment, tools) };
  return [{ spawn, writes, creates, timeLimitMs: CLIP_TIME_LIMIT_MS }];
}

/** Its own copy of the clip, with its nonce in every group of pictures; made once, although it is started again and again. */
async function stampClip({ options, dirs, spec }: PrepareContext<Options>, nonce: string): Promise<string> {
  const stamped = join(dirs['streams'] ?? '', `${spec.name}.mkv`);
  if (existsSync(stamped)) return stamped;
  const bytes = await readFile(locateClip(options, dirs));
  stampMedia(bytes, nonce);
  await writeFile(stamped, bytes, { mode: 0o600 });
  return stamped;
}

function locateClip(options: Options, dirs: Readonly<Record<string, string>>): string {
  const name = `clip-${options.size}-${options.rate}-${options.audio}-${options.clipSeconds}.mkv`;
  return join(dirs['streams'] ?? '', name);
}
