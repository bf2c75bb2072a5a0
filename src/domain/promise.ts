import type { Requirement } from './config.ts';
import type { Clause, Demanded, PromisedAnswer } from './promised.ts';
import { readSentence } from './read-sentence.ts';

/** When what is promised, as data says it, else as far as the sentence is sure; empty where neither tells. */
export function listClauses(requirement: Requirement): readonly Clause[] {
  const known = clausesOf.get(requirement);
  if (known !== undefined) return known;
  const clauses = makeClauses(requirement);
  clausesOf.set(requirement, clauses);
  return clauses;
}

/** Many failures are held against the same few requirements. */
const clausesOf = new WeakMap<Requirement, readonly Clause[]>();

function makeClauses(requirement: Requirement): readonly Clause[] {
  const { id, when, answers, otherwise } = requirement;
  if (answers === undefined && otherwise === undefined) return readSentence(requirement);
  const demands = Object.entries(when ?? {}).map(([field, condition]): Demanded => ({ about: [field], condition }));
  const clause = (lists: Clause['when'], answer: PromisedAnswer): Clause => ({
    requirement: id,
    when: lists,
    answer,
    by: 'data',
  });
  return [
    ...(answers === undefined ? [] : [clause([demands], answers)]),
    ...(otherwise === undefined
      ? []
      : [
          clause(
            demands.map((one) => [{ ...one, isNot: true }]),
            otherwise,
          ),
        ]),
  ];
}

/** Whether an answer is one of success: of HTTP or of a call. */
export function isSuccess(code: string): boolean {
  return code === 'ok' || /^[123]\d\d$/u.test(code);
}

/** Whether a code that came is one that was promised; `ok` stands for every success. */
export function isPromisedCode(promised: string, came: string): boolean {
  return promised === came || (promised === 'ok' && isSuccess(came)) || (came === 'ok' && isSuccess(promised));
}
