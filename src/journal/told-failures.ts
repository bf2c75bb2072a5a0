import type { Failure } from '#domain';

/** A failure shorter than this is about as long as a word that refers to it. */
const WORTH_CHARS = 64;
/** A line that is damaged takes the texts of at most so many later tests with it. */
const MOST_REFERENCES = 64;
/** What is remembered while a run is written; beyond it everything is told anew. */
const LIMIT_CHARS = 500_000;

interface Told {
  readonly seq: number;
  references: number;
}

/** Failures that earlier lines of a journal told: a run that is red for one reason tells it thousands of times. */
export class ToldFailures {
  readonly #told = new Map<string, Told>();
  #chars = 0;

  /** The record that told precisely this failure already; undefined when record `seq` has to tell it. */
  refer(failure: Failure, seq: number): number | undefined {
    const text = JSON.stringify(failure);
    if (text.length < WORTH_CHARS) return undefined;
    const told = this.#told.get(text);
    if (told === undefined || told.references === MOST_REFERENCES) {
      this.#keep(text, seq);
      return undefined;
    }
    told.references += 1;
    return told.seq;
  }

  #keep(text: string, seq: number): void {
    this.#chars += this.#told.has(text) ? 0 : text.length;
    if (this.#chars > LIMIT_CHARS) {
      this.#told.clear();
      this.#chars = text.length;
    }
    this.#told.set(text, { seq, references: 0 });
  }
}

/** The failure that an earlier record told; where it cannot be read, one that says so. */
export type FindFailure = (seq: number) => Failure;

/** What stands in place of a failure whose record is damaged or gone. */
export function lostFailure(seq: number): Failure {
  const message = `its text stood in record ${seq} of the journal, which cannot be read`;
  return { type: 'lost', message, source: 'runner', frames: [] };
}

/** Gives an event back its failure where the line only refers to it: `failureOf` stands in lines alone. */
export function followReference(value: unknown, findFailure: FindFailure): unknown {
  if (typeof value !== 'object' || value === null || !('failureOf' in value)) return value;
  const { failureOf, ...rest } = value;
  return typeof failureOf === 'number' ? { ...rest, failure: findFailure(failureOf) } : value;
}
