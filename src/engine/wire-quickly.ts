import type { EngineEvent } from '#domain';

type Line = Readonly<Record<string, unknown>>;

/**
 * What tests tell that pass, by hand: there may be tens of thousands of them, and a schema costs ten times as much. Undefined for
 * everything that is not precisely of that shape; the schema then has the word.
 */
export function decodeQuickly(line: Line): EngineEvent | undefined {
  const { kind, ordinal } = line;
  if (typeof ordinal !== 'number' || !Number.isSafeInteger(ordinal) || ordinal < 0) return undefined;
  // The nonce is among them.
  if (kind === 'test-started') return countKeys(line) === 3 ? { kind, ordinal } : undefined;
  return kind === 'test-ended' && countKeys(line) === 6 ? decodePass(line, ordinal) : undefined;
}

function decodePass(line: Line, ordinal: number): EngineEvent | undefined {
  const { outcome, marks, durationMs } = line;
  if (outcome !== 'passed' || !Array.isArray(marks) || marks.length > 0) return undefined;
  if (typeof durationMs !== 'number' || !Number.isFinite(durationMs) || durationMs < 0) return undefined;
  return { kind: 'test-ended', ordinal, outcome, marks: [], durationMs };
}

function countKeys(line: Line): number {
  let count = 0;
  for (const _ in line) count += 1;
  return count;
}
