import { present } from '#domain';
import type { CriterionResult, OwnCriterion } from '#domain';
import { takeMeasure } from './measure.ts';
import type { Measured } from './measure.ts';
import { describeSelector, makePick } from './selector.ts';
import type { Pick } from './selector.ts';

/** The project's own criteria, over what counts. */
export function checkOwnCriteria(
  criteria: readonly OwnCriterion[],
  of: Measured,
  counted: Pick,
): readonly CriterionResult[] {
  return criteria.map((one) => checkOwn(one, of, counted));
}

function checkOwn(criterion: OwnCriterion, of: Measured, counted: Pick): CriterionResult {
  const { name, importance: group, measure, where } = criterion;
  const meant = makePick(where);
  const isPicked: Pick = (suite, test) => meant(suite, test) && counted(suite, test);
  const reading = takeMeasure(measure, { ...of, ...present({ requirements: where.requirement }) }, isPicked);
  const told = describeSelector(where);
  if (reading.kind === 'none') return { kind: 'unmeasured', group, name, why: reading.why };
  const { kind, value: limit } = criterion.limit;
  const isMet = kind === 'min' ? reading.value >= limit : reading.value <= limit;
  return {
    kind: 'measured',
    group,
    name,
    value: reading.value,
    limit,
    result: isMet ? 'met' : judgePartly(criterion, reading.value),
    formula: `${measure}: ${reading.formula} ${SIGNS[kind][isMet ? 0 : 1]} ${limit}`,
    evidence: [told === '' ? 'all that counts of this run' : told],
  };
}

const SIGNS = { min: ['>=', '<'], max: ['<=', '>'] } as const;

function judgePartly({ limit, partly }: OwnCriterion, value: number): 'partly' | 'not met' {
  if (partly === undefined) return 'not met';
  return (limit.kind === 'min' ? value >= partly : value <= partly) ? 'partly' : 'not met';
}
