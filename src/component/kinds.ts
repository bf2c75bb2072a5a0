import { cameraDevices } from './camera-devices.ts';
import { external } from './external.ts';
import { ffmpegStream } from './ffmpeg-stream.ts';
import { http } from './http.ts';
import type { ComponentKind } from './kind.ts';
import { mediamtx } from './mediamtx.ts';
import { postgres } from './postgres.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import { service } from './service.ts';
import { ssh } from './ssh.ts';

/** Kind name → kind. */
export type KindTable = Readonly<Record<string, ComponentKind<unknown>>>;

/** The one place that knows all kinds: a new one is a new file and a line here. */
export const KINDS: KindTable = Object.fromEntries(
  [mediamtx, ffmpegStream, cameraDevices, service, postgres, redis, rabbitmq, ssh, http, external].map((kind) => [
    kind.kind,
    kind,
  ]),
);
