import type { RunEvent } from '#domain';

interface Loose {
  readonly kind?: unknown;
  readonly attempt?: unknown;
  readonly ordinal?: unknown;
  readonly outcome?: unknown;
  readonly marks?: unknown;
  readonly durationMs?: unknown;
}

/**
 * The two kinds of which a long journal nearly wholly consists, by hand: a schema costs ten times as much. Undefined for everything that
 * is not precisely of their plainest shape; the schema then has the word.
 */
export function decodeQuickly(value: unknown): RunEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const line: Loose = value;
  const { kind, attempt, ordinal } = line;
  if (typeof attempt !== 'string' || !isNumber(ordinal)) return undefined;
  if (kind === 'test-started') return countKeys(value) === 3 ? { kind, attempt, ordinal } : undefined;
  return kind === 'test-ended' && countKeys(value) === 6 ? decodePass(line, attempt, ordinal) : undefined;
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
