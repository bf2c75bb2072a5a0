import { present } from '#domain';
import type { Failure, JournalRecord, RunEvent, WriteSide } from '#domain';
import { encodeLine, fitsLine } from './line.ts';
import { ToldFailures } from './told-failures.ts';

const MESSAGE_LIMIT = 2048;
const VALUE_LIMIT = 512;
const OUTPUT_LIMIT = 512;
const FRAMES_LIMIT = 20;

/** A line ready to be written, and the record as a reader will get it back. */
export interface EncodedRecord {
  readonly line: string;
  readonly record: JournalRecord;
}

/** Encodes the records of one journal, in their order. */
export class JournalEncoder {
  readonly #writeSide: WriteSide;
  readonly #told = new ToldFailures();

  constructor(writeSide: WriteSide) {
    this.#writeSide = writeSide;
  }

  /**
   * One line below 4096 bytes. Texts of a Failure beyond its limits are cut, with the whole in a side file; a failure that a test before
   * told word for word is referred to. If the line is still too long, the whole event goes to a side file and the line keeps an
   * excerpt. Side files are written first.
   */
  encode(record: JournalRecord): EncodedRecord {
    const fitted = { ...record, event: fitEvent(record.event, this.#writeSide) };
    const line = encodeLine({ ...fitted, event: this.#refer(fitted) });
    if (fitsLine(line)) return { line, record: fitted };
    const whole = this.#writeSide(JSON.stringify(fitted.event), 'json');
    return { line: excerptLine(fitted, whole), record: fitted };
  }

  #refer({ event, seq }: JournalRecord): unknown {
    if (event.kind !== 'test-ended' || event.failure === undefined) return event;
    const failureOf = this.#told.refer(event.failure, seq);
    if (failureOf === undefined) return event;
    const { failure: _told, ...rest } = event;
    return { ...rest, failureOf };
  }
}

function fitEvent(event: RunEvent, writeSide: WriteSide): RunEvent {
  if (!('failure' in event) || event.failure === undefined) return event;
  return { ...event, failure: fitFailure(event.failure, writeSide) };
}

/** Cuts the texts of a failure to what a line of the journal may hold; nothing is lost, the side file has all of it. */
export function fitFailure(failure: Failure, writeSide: WriteSide): Failure {
  const { expected, actual, output } = failure;
  const message = cutText(failure.message, MESSAGE_LIMIT);
  const cut = {
    ...failure,
    message,
    frames: failure.frames.slice(0, FRAMES_LIMIT),
    ...present({ expected: cutValue(expected), actual: cutValue(actual), output: cutOutput(output) }),
  };
  const same = message === failure.message && cut.expected === expected && cut.actual === actual;
  if (same && cut.output === output && cut.frames.length === failure.frames.length) return failure;
  return { ...cut, side: failure.side ?? writeSide(describeWhole(failure), 'txt') };
}

function cutValue(value: string | undefined): string | undefined {
  return value === undefined ? undefined : cutText(value, VALUE_LIMIT);
}

/** What was printed last is nearest to the failure: the beginning goes. */
function cutOutput(output: string | undefined): string | undefined {
  if (output === undefined || output.length <= OUTPUT_LIMIT) return output;
  return `[${output.length} characters, cut] …${output.slice(-OUTPUT_LIMIT).replace(/^[\uDC00-\uDFFF]/, '')}`;
}

function describeWhole(failure: Failure): string {
  const frames = failure.frames.map((frame) => `    at ${frame.name} (${frame.file}:${frame.line}:${frame.column})`);
  const values = [
    ...(failure.expected === undefined ? [] : ['', 'expected:', failure.expected]),
    ...(failure.actual === undefined ? [] : ['', 'actual:', failure.actual]),
    ...(failure.output === undefined ? [] : ['', failure.output]),
  ];
  return [`${failure.type}: ${failure.message}`, ...frames, ...values, ''].join('\n');
}

/** Keeps the beginning and says how much is missing. Never cuts a surrogate pair in two. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const mark = `… [${text.length} characters, cut]`;
  const end = limit - mark.length;
  return end <= 0 ? dropHalfPair(text.slice(0, limit)) : dropHalfPair(text.slice(0, end)) + mark;
}

function dropHalfPair(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

// From generous to bare: the last step leaves the kind alone, which always fits.
const EXCERPTS = [
  { text: 512, items: 10 },
  { text: 128, items: 3 },
  { text: 32, items: 0 },
] as const;

function excerptLine(record: JournalRecord, whole: string): string {
  for (const limits of EXCERPTS) {
    const line = encodeLine({ ...record, event: excerpt(record.event, limits) }, whole);
    if (fitsLine(line)) return line;
  }
  return encodeLine({ ...record, event: { kind: record.event.kind } }, whole);
}

// Fields stay, so that the excerpt still decodes by itself when its side file is lost.
function excerpt(value: unknown, limits: { readonly text: number; readonly items: number }): unknown {
  if (typeof value === 'string') return cutText(value, limits.text);
  if (Array.isArray(value)) return value.slice(0, limits.items).map((one) => excerpt(one, limits));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, excerpt(one, limits)]));
}
