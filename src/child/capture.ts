import type { CapturedStream } from '#domain';
import { ByteRing, type Chunk, type StreamName } from './byte-ring.ts';
import { LinePipeline } from './line-pipeline.ts';
import { LogFile } from './log-file.ts';
import type { Redact } from './redact.ts';
import { TailText } from './tail-text.ts';

const DEFAULT_HEAD_BYTES = 8 * 1024 * 1024;
const DEFAULT_TAIL_BYTES = 1024 * 1024;
/** Enough raw bytes to make the last lines from while the middle is only counted. */
const PEEK_BYTES = 16 * 1024;

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
  private readonly recent = { stdout: new TailText(), stderr: new TailText(), both: new TailText() };
  private readonly pipelines: Record<StreamName, LinePipeline>;
  private ring: ByteRing | undefined;
  private atMs = 0;
  private heads = { atMs: Number.NaN, stamp: '' };
  private isOverLimit = false;

  constructor(options: CaptureOptions) {
    this.options = options;
    this.headBytes = options.headBytes ?? DEFAULT_HEAD_BYTES;
    this.log = new LogFile(options.file);
    this.pipelines = { stdout: this.openPipeline('stdout', false), stderr: this.openPipeline('stderr', false) };
  }

  /** `bytes` may be a view of a buffer that is used again after the call. */
  take(stream: StreamName, bytes: Buffer): void {
    this.bytes[stream] += bytes.length;
    const total = this.bytes.stdout + this.bytes.stderr;
    if (this.ring !== undefined) this.ring.push(stream, this.options.elapsedMs(), bytes);
    else {
      this.feed({ stream, atMs: this.options.elapsedMs(), bytes });
      this.log.flush();
      if (total >= this.headBytes) this.endHead();
    }
    if (total > this.options.maxOutputBytes && !this.isOverLimit) {
      this.isOverLimit = true;
      this.options.onLimit();
    }
  }

  /** Last lines so far of both streams, redacted. */
  tail(): string {
    return this.ring === undefined ? this.recent.both.text(unfinished(this.pipelines)) : this.peek(this.ring);
  }

  finish(): Captured {
    const dropped = this.ring?.dropped ?? { stdout: 0, stderr: 0 };
    if (this.ring !== undefined) this.writeRing(this.ring);
    this.endPipelines();
    this.log.close();
    const describe = (stream: StreamName): CapturedStream => ({
      bytes: this.bytes[stream],
      keptBytes: this.bytes[stream] - dropped[stream],
      file: this.options.file,
      tail: this.recent[stream].text(),
    });
    const captured = { stdout: describe('stdout'), stderr: describe('stderr') };
    return this.log.damage === undefined ? captured : { ...captured, damage: this.log.damage };
  }

  private endHead(): void {
    this.ring = new ByteRing(this.options.tailBytes ?? DEFAULT_TAIL_BYTES);
    this.log.add(`${stamp(this.options.elapsedMs())} --- | `, 'what follows is kept at its end only');
    this.log.flush();
  }

  private writeRing(ring: ByteRing): void {
    const { stdout, stderr } = ring.dropped;
    if (stdout + stderr > 0) {
      this.endPipelines();
      const text = `not kept: ${stdout} bytes of stdout, ${stderr} bytes of stderr`;
      this.log.add(`${stamp(this.options.elapsedMs())} --- | `, text);
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

  private openPipeline(stream: StreamName, startsInside: boolean): LinePipeline {
    const keep = (line: Buffer, isWhole: boolean): void => this.keep(stream, line, isWhole);
    return new LinePipeline(this.options.redact, keep, startsInside);
  }

  private keep(stream: StreamName, line: Buffer, isWhole: boolean): void {
    // Lines of one read have one time: the text of it is made once.
    if (this.heads.atMs !== this.atMs) this.heads = { atMs: this.atMs, stamp: stamp(this.atMs) };
    this.log.add(`${this.heads.stamp} ${stream === 'stdout' ? 'out' : 'err'} ${isWhole ? '|' : '+'} `, line);
    this.recent[stream].push(line, isWhole);
    this.recent.both.push(line, isWhole);
    if (isWhole) this.options.onLine?.(stream, line.toString());
  }

  /** The last lines of a flood, made from the ring by pipelines of their own, so that nothing is consumed. */
  private peek(ring: ByteRing): string {
    const chunks = [...ring.chunks()];
    let from = chunks.length;
    for (let size = 0; from > 0 && size < PEEK_BYTES; size += chunks[from]?.bytes.length ?? 0) from -= 1;
    const tail = new TailText();
    const emit = (line: Buffer, isWhole: boolean): void => tail.push(line, isWhole);
    const pipelines = {
      stdout: new LinePipeline(this.options.redact, emit, true),
      stderr: new LinePipeline(this.options.redact, emit, true),
    };
    for (const chunk of chunks.slice(from)) pipelines[chunk.stream].write(chunk.bytes.subarray(-PEEK_BYTES));
    return tail.text(unfinished(pipelines));
  }
}

function unfinished(pipelines: Readonly<Record<StreamName, LinePipeline>>): string {
  return pipelines.stdout.unfinished() + pipelines.stderr.unfinished();
}

function stamp(atMs: number): string {
  return (atMs / 1000).toFixed(3).padStart(9);
}
