import type { Case } from './case.ts';
import { listComparisons } from './comparison.ts';

/** The two sides of a comparison, as texts without their quotes. */
export interface Sides {
  readonly came: string;
  readonly wanted: string;
}

/** What came and what was wanted, by an assertion on what was recorded. */
export function readAsserted({ effect: { failure, reason }, isTold }: Case): Sides | undefined {
  return reason === 'assertion' && !isTold ? listComparisons(failure).find(({ how }) => how !== 'words') : undefined;
}

const NUMBERS = /(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/gu;

/** The numbers of one side that the other does not hold, each once. */
export function numbersApart({ came, wanted }: Sides): Readonly<Record<keyof Sides, readonly number[]>> {
  const [all, hoped] = [numbersIn(came), numbersIn(wanted)];
  return {
    came: [...all].filter((number) => !hoped.has(number)),
    wanted: [...hoped].filter((number) => !all.has(number)),
  };
}

function numbersIn(side: string): ReadonlySet<number> {
  return new Set((side.match(NUMBERS) ?? []).map(Number));
}
