import { printTestId } from '#domain';
import type { Selector, SuiteState, TestState } from '#domain';

/** Decides of a test, or of a suite as a whole when no test is given, whether it is meant. */
export type Pick = (suite: SuiteState, test?: TestState) => boolean;

export const EVERYTHING: Pick = () => true;

/** A selector as a question. Keys are joined by and, the values of one key by or. */
export function makePick({ tag, lane, suite: names, requirement, test: ids }: Selector): Pick {
  return ({ planned }, test) =>
    meets(tag, (one) => planned.tags.includes(one)) &&
    meets(lane, (one) => planned.lane === one) &&
    meets(names, (one) => planned.name === one) &&
    meets(requirement, (one) => planned.covers.includes(one) || test?.requirements.includes(one) === true) &&
    meets(ids, (one) => test !== undefined && printTestId(test.id) === one);
}

function meets<Value>(wanted: readonly Value[] | undefined, holds: (one: Value) => boolean): boolean {
  return wanted === undefined || wanted.some(holds);
}

/** `tag core-api, lane unit or system`; empty for a selector without keys. */
export function describeSelector({ tag, lane, suite, requirement, test }: Selector): string {
  const keys = { tag, lane, suite, requirement, test };
  return Object.entries(keys)
    .flatMap(([key, values]) => (values === undefined ? [] : [`${key} ${values.join(' or ')}`]))
    .join(', ');
}
