import { clauseHolds, listClauses } from '#domain';
import type { Requirement } from '#domain';
import type { Case } from './case.ts';
import type { Disputed } from './promises.ts';
import { makeFinder } from './sent-fields.ts';

/** Whether one requirement promises what was wanted, and another one what came, both for the same reason: that what this request names is not there. */
export function isUnknownToBoth(one: Requirement, other: Requirement, disputed: Disputed, seen: Case): boolean {
  const { exchange, wanted, came } = disputed;
  const find = makeFinder(exchange.fact, seen.facts.contract);
  const listUnknown = (requirement: Requirement, code: string): readonly string[] =>
    listClauses(requirement)
      .filter((clause) => clause.answer.code === code && clauseHolds(clause, find) === true)
      .flatMap(({ when }) => when.flat())
      .flatMap(({ about, condition }) => (condition.is === 'unknown' ? about : []));
  const mine = listUnknown(one, wanted);
  return listUnknown(other, came).some((word) => mine.includes(word));
}
