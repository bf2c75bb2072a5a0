import { at, objectAt, shown } from 'reality-harness/kit';
import { isDeepStrictEqual } from 'node:util';

/** Keys of a written configuration that are not in force as written, each a sentence. */
export function findDifferences(written: unknown, inForce: unknown, except: readonly string[]): readonly string[] {
  return Object.entries(objectAt(written, ''))
    .filter(([key]) => !except.includes(key))
    .filter(([key, value]) => !isSame(value, at(inForce, key)))
    .map(([key, value]) => `${key}: written ${shown(value)}, in force ${shown(at(inForce, key))}`);
}

/** MediaMTX tells durations in its own spelling: 0s as an empty text, 1h as 1h0m0s. */
function isSame(written: unknown, inForce: unknown): boolean {
  if (isDeepStrictEqual(written, inForce)) return true;
  const [one, other] = [durationMs(written), durationMs(inForce)];
  return one !== undefined && one === other;
}

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

function durationMs(value: unknown): number | undefined {
  if (value === '') return 0;
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/u.test(value)) return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/gu)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}
