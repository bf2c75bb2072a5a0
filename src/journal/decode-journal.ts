import { RealityError } from '#domain';
import type { Failure, JournalRecord } from '#domain';
import { z } from 'zod';
import { decodeLine } from './line.ts';
import type { DecodedLine, ReadSide } from './line.ts';
import { lostFailure } from './told-failures.ts';

const LINE_FEED = 0x0a;
// 2: `failureOf` in place of a failure that was told before.
const SCHEMAS: readonly number[] = [1, 2];

/** A journal read back. */
export interface DecodedJournal {
  readonly records: readonly JournalRecord[];
  /** What was torn, altered, missing or not understood, each a whole sentence. Empty for a sound journal. */
  readonly damage: readonly string[];
  /** Events of kinds that this version does not know, from a newer minor version: kept, and ignored by every report. */
  readonly unknown: readonly UnknownRecord[];
}

export interface UnknownRecord {
  readonly seq: number;
  readonly kind: string;
  readonly event: unknown;
}

interface Line {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly terminated: boolean;
}

/**
 * Reads a journal as far as it can be trusted: a torn or damaged tail is dropped and told, damage in the middle is told and the sound
 * lines after it are kept. Throws only `run-unreadable`, when the journal was written by another major version of the schema.
 */
export function decodeJournal(bytes: Uint8Array, readSide: ReadSide = () => undefined): DecodedJournal {
  const collected = new Collected();
  const around = { readSide, findFailure: (seq: number): Failure => collected.findFailure(seq) };
  for (const line of splitLines(bytes)) collected.add(line, decodeLine(line.bytes, around));
  return collected.finish();
}

function* splitLines(bytes: Uint8Array): Generator<Line> {
  let start = 0;
  for (let number = 1; start < bytes.length; number += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    yield { number, bytes: bytes.subarray(start, end), terminated: feed !== -1 };
    start = end + 1;
  }
}

class Collected {
  readonly #records: JournalRecord[] = [];
  readonly #unknown: UnknownRecord[] = [];
  readonly #damage: string[] = [];
  // Bad lines wait here until a sound one follows (middle) or none does (tail).
  #bad: { readonly line: Line; readonly why: string }[] = [];
  #lastSeq = 0;

  add(line: Line, decoded: DecodedLine): void {
    if (decoded.kind === 'damaged') {
      this.#bad.push({ line, why: decoded.why });
      return;
    }
    this.#tellMiddle();
    if (decoded.kind === 'record') {
      this.#take(decoded.record.seq, line, () => this.#records.push(decoded.record));
    } else if (decoded.kind === 'unknown') {
      const { seq, eventKind: kind, event } = decoded;
      this.#take(seq, line, () => this.#unknown.push({ seq, kind, event }));
    } else {
      refuseOtherMajor(decoded.event);
      this.#take(decoded.seq, line, () => this.#damage.push(`line ${line.number} is not understood: ${decoded.why}`));
    }
  }

  /** Of a record that was read already: a reference never points forward. */
  findFailure(seq: number): Failure {
    const event = findRecord(this.#records, seq)?.event;
    const failure = event?.kind === 'test-ended' ? event.failure : undefined;
    return failure ?? lostFailure(seq);
  }

  finish(): DecodedJournal {
    if (this.#bad.length > 0) this.#damage.push(describeTail(this.#bad.map((one) => one.line)));
    return { records: this.#records, damage: this.#damage, unknown: this.#unknown };
  }

  #take(seq: number, line: Line, keep: () => unknown): void {
    if (seq <= this.#lastSeq) {
      this.#damage.push(`line ${line.number} repeats or goes back to record ${seq}; it was ignored`);
      return;
    }
    if (seq > this.#lastSeq + 1) this.#damage.push(describeGap(this.#lastSeq + 1, seq - 1));
    this.#lastSeq = seq;
    keep();
  }

  #tellMiddle(): void {
    for (const { line, why } of this.#bad) this.#damage.push(`line ${line.number} is damaged: ${why}`);
    this.#bad = [];
  }
}

// Records stand in the order of their numbers, with gaps where something is missing.
function findRecord(records: readonly JournalRecord[], seq: number): JournalRecord | undefined {
  let first = 0;
  let end = records.length;
  while (first < end) {
    const middle = (first + end) >>> 1;
    if ((records[middle]?.seq ?? seq) < seq) first = middle + 1;
    else end = middle;
  }
  const found = records[first];
  return found?.seq === seq ? found : undefined;
}

function describeGap(first: number, last: number): string {
  return first === last ? `record ${first} is missing` : `records ${first} to ${last} are missing`;
}

function describeTail(lines: readonly Line[]): string {
  const first = lines[0];
  const bytes = lines.reduce((sum, line) => sum + line.bytes.length + (line.terminated ? 1 : 0), 0);
  const how = lines.some((line) => line.terminated) ? 'damaged' : 'torn';
  return `the journal's tail is ${how}: ${bytes} bytes from line ${first?.number ?? 1} on were dropped`;
}

const otherMajor = z.object({ kind: z.literal('run-started'), schema: z.number() });

function refuseOtherMajor(event: unknown): void {
  const started = otherMajor.safeParse(event);
  if (!started.success || SCHEMAS.includes(started.data.schema)) return;
  throw new RealityError(
    'run-unreadable',
    `the journal has schema ${started.data.schema}; this version of reality reads schemas ${SCHEMAS.join(' and ')}`,
  );
}
