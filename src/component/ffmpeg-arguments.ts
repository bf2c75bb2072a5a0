import { makeNonceFilter } from '#domain';

export const STREAM_SOURCES = ['testsrc2', 'testsrc', 'smptebars', 'clip'] as const;

export interface StreamPicture {
  readonly source: (typeof STREAM_SOURCES)[number];
  /** `640x480`. */
  readonly size: string;
  /** Frames per second, and the distance of key frames: a reader that joins waits one second at most. */
  readonly rate: number;
  readonly audio: 'none' | 'aac' | 'opus';
}

// Only options that FFmpeg 4.1 of 2018 knows as well as those of today.
const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'level+warning'] as const;

/** Where a stream goes, and the nonce that its pictures carry. */
export interface StreamTarget {
  readonly url: string;
  readonly nonce: string;
}

/** Live encoding: the default preset would cost 1.2 s to the first byte and 170 ms at the stop. */
export function makeLiveArguments(picture: StreamPicture, { url, nonce }: StreamTarget): readonly string[] {
  const stamp = ['-bsf:v', makeNonceFilter(nonce)];
  return [...QUIET, ...makeInputs(picture, true), ...makeEncoders(picture), ...stamp, ...makeRtspOutput(url)];
}

/**
 * One clip of whole groups of pictures, so that it loops without a jump. It has room for a nonce and may be written over: a checksum would not
 * hold then. (Stamped while it loops, FFmpeg 5.1 drops packets at each turn: h264_metadata was told of the end of the file.)
 */
export function makeClipArguments(picture: StreamPicture, seconds: number, file: string): readonly string[] {
  const stamp = ['-bsf:v', makeNonceFilter('')];
  const length = ['-t', String(seconds), '-f', 'matroska', '-write_crc32', '0', '-y', file];
  return [...QUIET, ...makeInputs(picture, false), ...makeEncoders(picture), ...stamp, ...length];
}

/** The clip in real time for ever, copied: demultiplexing and RTP are all that it costs. */
export function makeLoopArguments(clip: string, url: string): readonly string[] {
  return [...QUIET, '-re', '-stream_loop', '-1', '-i', clip, '-c', 'copy', ...makeRtspOutput(url)];
}

function makeInputs(picture: StreamPicture, live: boolean): readonly string[] {
  const pace = live ? ['-re'] : [];
  const pattern = picture.source === 'clip' ? 'testsrc2' : picture.source;
  const video = [...pace, '-f', 'lavfi', '-i', `${pattern}=size=${picture.size}:rate=${picture.rate}`];
  return picture.audio === 'none'
    ? video
    : [...video, ...pace, '-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=48000'];
}

function makeEncoders(picture: StreamPicture): readonly string[] {
  const gop = String(picture.rate);
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-profile:v',
    'baseline',
    '-pix_fmt',
    'yuv420p',
  ];
  const groups = ['-threads', '1', '-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-bf', '0'];
  if (picture.audio === 'none') return [...video, ...groups, '-an'];
  return [...video, ...groups, '-c:a', picture.audio === 'opus' ? 'libopus' : 'aac', '-ac', '1', '-b:a', '64k'];
}

/** FFmpeg would try UDP first when no transport is named (libavformat/rtsp.c). */
function makeRtspOutput(url: string): readonly string[] {
  return ['-f', 'rtsp', '-rtsp_transport', 'tcp', url];
}
