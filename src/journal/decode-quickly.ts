import type { Failure, RunEvent } from '#domain';
import type { FindFailure } from './told-failures.ts';

interface Loose {
  readonly kind?: unknown;
  readonly attempt?: unknown;
  readonly ordinal?: unknown;
  readonly outcome?: unknown;
  readonly marks?: unknown;
  readonly durationMs?: unknown;
  readonly reason?: unknown;
  readonly failure?: unknown;
  readonly failureOf?: unknown;
}

/**
 * The two kinds of which a long journal nearly wholly consists, by hand: a schema costs ten times as much. Undefined for everything that
 * is not precisely of their plainest shape; the schema then has the word.
 */
export function decodeQuickly(value: unknown, findFailure: FindFailure): RunEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const line: Loose = value;
  const { kind, attempt, ordinal } = line;
  if (typeof attempt !== 'string' || !isNumber(ordinal)) return undefined;
  if (kind === 'test-started') return countKeys(value) === 3 ? { kind, attempt, ordinal } : undefined;
  if (kind !== 'test-ended') return undefined;
  const keys = countKeys(value);
  if (keys === 6) return decodePass(line, attempt, ordinal);
  return keys === 8 ? decodeFail(line, { attempt, ordinal, findFailure }) : undefined;
}

interface FailedTest {
  readonly attempt: string;
  readonly ordinal: number;
  readonly findFailure: FindFailure;
}

// A failed check without a stack, as most of a long red journal are.
function decodeFail(line: Loose, { attempt, ordinal, findFailure }: FailedTest): RunEvent | undefined {
  const { outcome, reason, marks, durationMs } = line;
  const isPlain = Array.isArray(marks) && marks.length === 0 && isNumber(durationMs);
  if (outcome !== 'failed' || reason !== 'assertion' || !isPlain) return undefined;
  const { failureOf } = line;
  const failure = isNumber(failureOf) ? findFailure(failureOf) : decodeFailure(line.failure);
  if (failure === undefined) return undefined;
  return { kind: 'test-ended', attempt, ordinal, outcome, marks: [], durationMs, reason, failure };
}

const TEXTS: ReadonlySet<string> = new Set(['type', 'message', 'expected', 'actual', 'code', 'peer', 'output', 'side']);

function decodeFailure(value: unknown): Failure | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { source, frames, ...texts }: Readonly<Record<string, unknown>> = { ...value };
  if (source !== 'raised' || !Array.isArray(frames) || frames.length > 0) return undefined;
  const { type, message, ...more } = texts;
  if (typeof type !== 'string' || typeof message !== 'string') return undefined;
  const isKnown = Object.entries(more).every(([key, text]) => TEXTS.has(key) && typeof text === 'string');
  return isKnown ? { type, message, source, frames: [], ...more } : undefined;
}

function decodePass({ outcome, marks, durationMs }: Loose, attempt: string, ordinal: number): RunEvent | undefined {
  if (outcome !== 'passed' || !isNumber(durationMs) || !Array.isArray(marks) || marks.length > 0) return undefined;
  return { kind: 'test-ended', attempt, ordinal, outcome, marks: [], durationMs };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function countKeys(value: object): number {
  let count = 0;
  for (const _ in value) count += 1;
  return count;
}
