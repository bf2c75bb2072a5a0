import type { ToolName } from '#domain';
import type { ProgramEnd } from './run-program.ts';

/** What we ask a program in order to know that it is the tool it is called after. */
export interface ToolQuestions {
  readonly title: string;
  /** A text that stands in every build of the real program and in no interpreter. */
  readonly mark: string;
  readonly versionArgs: readonly string[];
  readonly parseVersion: (stdout: string) => string | undefined;
  /** Arguments with which it runs until it is fed or killed, so that there is time to look at it. */
  readonly holdArgs: readonly string[];
  readonly holdEnv: Readonly<Record<string, string>>;
  /** Written to its standard input when we have looked; absent = it is killed instead. */
  readonly holdInput?: Buffer;
  readonly abilities: readonly Ability[];
}

/** Something the tool has to be able to do, tried out. */
export interface Ability {
  readonly what: string;
  readonly args: readonly string[];
  readonly input?: Buffer;
  readonly isProved: (end: ProgramEnd) => boolean;
}

const FRAME = Buffer.alloc(16 * 16);
const H264_OUTPUT = '-frames:v 1 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -f h264 pipe:1'.split(' ');
const RAW_FRAME_INPUT = '-f rawvideo -pixel_format gray -video_size 16x16 -i pipe:0'.split(' ');

const mediamtx: ToolQuestions = {
  title: 'MediaMTX',
  // Go writes the path of the module into every program built from it.
  mark: 'github.com/bluenviron/mediamtx',
  versionArgs: ['--version'],
  parseVersion: (stdout) => /^(v\d+\.\d+\.\d+\S*)\s*$/.exec(stdout)?.[1],
  holdArgs: ['/dev/null'],
  // An empty configuration and no server at all: it opens no port, writes no file and runs until it is killed.
  holdEnv: { MTX_RTSP: 'no', MTX_RTMP: 'no', MTX_HLS: 'no', MTX_WEBRTC: 'no', MTX_SRT: 'no', MTX_MOQ: 'no' },
  abilities: [],
};

const ffmpeg: ToolQuestions = {
  title: 'FFmpeg',
  mark: 'Hyper fast Audio and Video encoder',
  versionArgs: ['-version'],
  parseVersion: (stdout) => /^ffmpeg version (\S+)/.exec(stdout)?.[1],
  holdArgs: ['-v', 'error', '-nostdin', ...RAW_FRAME_INPUT, '-f', 'null', '-'],
  holdInput: FRAME,
  holdEnv: {},
  abilities: [
    {
      what: 'encode H.264 with libx264',
      args: ['-v', 'error', '-nostdin', ...RAW_FRAME_INPUT, ...H264_OUTPUT],
      input: FRAME,
      // Start code and a sequence parameter set: nothing but an H.264 encoder makes that of a grey frame.
      isProved: (end) => end.code === 0 && end.stdout.includes(Buffer.from([0, 0, 1, 0x67])),
    },
    { what: 'publish by RTSP', args: ['-hide_banner', '-muxers'], isProved: (end) => listsRtsp(end, 'E') },
    { what: 'read RTSP', args: ['-hide_banner', '-demuxers'], isProved: (end) => listsRtsp(end, 'D') },
  ],
};

const ffprobe: ToolQuestions = {
  title: 'ffprobe',
  mark: 'Simple multimedia streams analyzer',
  versionArgs: ['-version'],
  parseVersion: (stdout) => /^ffprobe version (\S+)/.exec(stdout)?.[1],
  holdArgs: ['-v', 'error', ...RAW_FRAME_INPUT],
  holdInput: FRAME,
  holdEnv: {},
  abilities: [
    {
      what: 'describe a stream as JSON',
      args: ['-v', 'error', '-show_entries', 'stream=codec_name,width', '-of', 'json', ...RAW_FRAME_INPUT],
      input: FRAME,
      isProved: (end) => end.code === 0 && /"width": 16\b/.test(end.stdout.toString('utf8')),
    },
    { what: 'read RTSP', args: ['-hide_banner', '-demuxers'], isProved: (end) => listsRtsp(end, 'D') },
  ],
};

export const TOOL_QUESTIONS: Readonly<Record<ToolName, ToolQuestions>> = { mediamtx, ffmpeg, ffprobe };

function listsRtsp(end: ProgramEnd, direction: 'D' | 'E'): boolean {
  const lines = end.stdout.toString('utf8').split('\n');
  return lines.some((line) => {
    const [flags, name] = line.trim().split(/\s+/);
    return name === 'rtsp' && flags?.includes(direction) === true;
  });
}
