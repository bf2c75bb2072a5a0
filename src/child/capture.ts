import type { CapturedStream } from '#domain';
import { ByteRing, type Chunk, type StreamName } from './byte-ring.ts';
import { type Line, LinePipeline } from './line-pipeline.ts';
import { LogFile } from './log-file.ts';
import type { Redact } from './redact.ts';

const DEFAULT_HEAD_BYTES = 8 * 1024 * 1024;
const DEFAULT_TAIL_BYTES = 1024 * 1024;
const TAIL_TEXT_BYTES = 4096;
/** Enough raw bytes to make the last lines from while the middle is only counted. */
const PEEK_BYTES = 4 * TAIL_TEXT_BYTES;

export interface CaptureOptions {
  readonly file: string;
  readonly redact: Redact;
  /** Monotonic milliseconds since the child started. */
  readonly elapsedMs: () => number;
  readonly maxOutputBytes: number;
  /** Called once, when both streams together pass `maxOutputBytes`. */
  readonly onLimit: () => void;
  readonly onLine?: (stream: StreamName, line: string) => void;
  readonly headBytes?: number;
  readonly tailBytes?: number;
}

export interface Captured {
  readonly stdout: CapturedStream;
  readonly stderr: CapturedStream;
  /** Why the log is not whole besides its stated gap. */
  readonly damage?: string;
}

/**
 * Both streams of one child into one log file. The head is written as it comes; from then on only the last bytes are kept,
 * in memory that never grows, and written at the end with a line that says how much is missing between.
 */
export class Capture {
  private readonly options: CaptureOptions;
  private readonly log: LogFile;
  private readonly headBytes: number;
  private readonly bytes = { stdout: 0, stderr: 0 };
  private readonly recent = { stdout: '', stderr: '', both: '' };
  private readonly pipelines: Record<StreamName, LinePipeline>;
  private ring: ByteRing | undefined;
  private batch = '';
  private atMs = 0;
  private isOverLimit = false;

  constructor(options: CaptureOptions) {
    this.options = options;
    this.headBytes = options.headBytes ?? DEFAULT_HEAD_BYTES;
    this.log = new LogFile(options.file);
    this.pipelines = { stdout: this.openPipeline('stdout', false), stderr: this.openPipeline('stderr', false) };
  }

  /** `bytes` may be a view of a buffer that is used again after the call. */
  take(stream: StreamName, bytes: Uint8Array): void {
    this.bytes[stream] += bytes.length;
    const total = this.bytes.stdout + this.bytes.stderr;
    if (this.ring !== undefined) this.ring.push(stream, this.options.elapsedMs(), bytes);
    else {
      this.feed({ stream, atMs: this.options.elapsedMs(), bytes });
      this.flush();
      if (total >= this.headBytes) this.endHead();
    }
    if (total > this.options.maxOutputBytes && !this.isOverLimit) {
      this.isOverLimit = true;
      this.options.onLimit();
    }
  }

  /** Last lines so far of both streams, redacted. */
  tail(): string {
    const lines = this.ring === undefined ? this.recent.both + this.unfinished() : this.peek(this.ring);
    return lastBytes(lines);
  }

  finish(): Captured {
    const dropped = this.ring?.dropped ?? { stdout: 0, stderr: 0 };
    if (this.ring !== undefined) this.writeRing(this.ring);
    this.endPipelines();
    this.flush();
    this.log.close();
    const describe = (stream: StreamName): CapturedStream => ({
      bytes: this.bytes[stream],
      keptBytes: this.bytes[stream] - dropped[stream],
      file: this.options.file,
      tail: lastBytes(this.recent[stream]),
    });
    const captured = { stdout: describe('stdout'), stderr: describe('stderr') };
    return this.log.damage === undefined ? captured : { ...captured, damage: this.log.damage };
  }

  private endHead(): void {
    this.ring = new ByteRing(this.options.tailBytes ?? DEFAULT_TAIL_BYTES);
    this.log.write(`${stamp(this.options.elapsedMs())} --- | what follows is kept at its end only\n`);
  }

  private writeRing(ring: ByteRing): void {
    const { stdout, stderr } = ring.dropped;
    if (stdout + stderr > 0) {
      this.endPipelines();
      this.batch += `${stamp(this.options.elapsedMs())} --- | not kept: ${stdout} bytes of stdout, ${stderr} bytes of stderr\n`;
      this.pipelines.stdout = this.openPipeline('stdout', true);
      this.pipelines.stderr = this.openPipeline('stderr', true);
    }
    for (const chunk of ring.chunks()) this.feed(chunk);
  }

  private feed(chunk: Chunk): void {
    this.atMs = chunk.atMs;
    this.pipelines[chunk.stream].write(chunk.bytes);
  }

  private endPipelines(): void {
    this.pipelines.stdout.end();
    this.pipelines.stderr.end();
  }

  private flush(): void {
    this.log.write(this.batch);
    this.batch = '';
  }

  private openPipeline(stream: StreamName, startsInside: boolean): LinePipeline {
    return new LinePipeline(this.options.redact, (line) => this.keep(stream, line), startsInside);
  }

  private keep(stream: StreamName, line: Line): void {
    const text = line.isWhole ? `${line.text}\n` : line.text;
    this.batch += `${stamp(this.atMs)} ${stream === 'stdout' ? 'out' : 'err'} ${line.isWhole ? '|' : '+'} ${line.text}\n`;
    this.recent[stream] = append(this.recent[stream], text);
    this.recent.both = append(this.recent.both, text);
    if (line.isWhole && this.ring === undefined) this.options.onLine?.(stream, line.text);
  }

  private unfinished(): string {
    return this.pipelines.stdout.unfinished() + this.pipelines.stderr.unfinished();
  }

  /** The last lines of a flood, made from the ring by pipelines of their own, so that nothing is consumed. */
  private peek(ring: ByteRing): string {
    const chunks = [...ring.chunks()];
    let from = chunks.length;
    for (let size = 0; from > 0 && size < PEEK_BYTES; size += chunks[from]?.bytes.length ?? 0) from -= 1;
    let text = '';
    const emit = (line: Line): void => {
      text += line.isWhole ? `${line.text}\n` : line.text;
    };
    const pipelines = {
      stdout: new LinePipeline(this.options.redact, emit, true),
      stderr: new LinePipeline(this.options.redact, emit, true),
    };
    for (const chunk of chunks.slice(from)) pipelines[chunk.stream].write(chunk.bytes.subarray(-PEEK_BYTES));
    return text + pipelines.stdout.unfinished() + pipelines.stderr.unfinished();
  }
}

function stamp(atMs: number): string {
  return (atMs / 1000).toFixed(3).padStart(9);
}

function append(recent: string, text: string): string {
  const longer = recent + text;
  return longer.length > 4 * TAIL_TEXT_BYTES ? longer.slice(-TAIL_TEXT_BYTES) : longer;
}

/** At most 4 KiB, from the beginning of a line where there is one. */
function lastBytes(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= TAIL_TEXT_BYTES) return text;
  const cut = bytes.subarray(-TAIL_TEXT_BYTES).toString('utf8');
  const line = cut.indexOf('\n');
  return line >= 0 && line < cut.length - 1 ? cut.slice(line + 1) : cut.replace(/^\uFFFD+/, '');
}
