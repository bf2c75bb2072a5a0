import { oneLine } from '#domain';
import { normaliseText } from '#case';
import type { Case } from '#case';
import { blameTest } from './test-opinion.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Nobody was asked anything: both sides of the comparison are of the test's own making. */
export const ruleOwnComparison: WeightedRule = {
  id: 'own-comparison',
  sentence:
    'An assertion that fails in a test which cites nothing and exchanged nothing with any component, where exchanges of its suite are seen, compares what the test made itself.',
  weights: { TEST_ARTIFACT: 9, REQUIREMENT_GAP: -5 },
  cites: 'the assertion that failed, with both its sides',
  advises: 'mend what the test compares, or what it left behind',
  otherwise: 'if the test had asked a component, the answer would be judged',
  opine: (seen) => {
    if (!isOwn(seen)) return undefined;
    const text = oneLine(seen.effect.failure.message, 200);
    return blameTest(seen, `compared without any exchange: ${text}`, {
      about: normaliseText(seen.effect.failure.message),
      title: `the test compares what it made itself, and asked nobody: ${text}`,
      action: 'mend what the test compares, or what another test left in its way',
    });
  },
};

// What streams, files of the service and other programs tell is no exchange: a test that means to prove something may have asked those.
function isOwn(seen: Case): boolean {
  const { effect, raise } = seen;
  if (effect.reason !== 'assertion' || raise.kind !== 'other' || effect.test === undefined) return false;
  const { message } = effect.failure;
  if (WORLD_PATH.test(message) || AMOUNT.test(message) || isMeantToProve(seen)) return false;
  const around = [seen.exchanges, seen.between, seen.logs];
  return around.every(({ length }) => length === 0) && isWatched(seen);
}

function isMeantToProve({ cited, effect: { test, suite } }: Case): boolean {
  return [cited, test?.requirements ?? [], suite.planned.covers].some(({ length }) => length > 0);
}

function isWatched({ effect: { attempt } }: Case): boolean {
  return attempt?.contacts.some(({ calls }) => calls > 0) === true;
}

/** What was measured is of somebody: so much memory, time or files, and how much may be. */
const AMOUNT =
  /\d ?(?:[kMG]i?B|bytes|ms|s|seconds|%|descriptors|threads|processes|files)\b[^\n]*\b(?:more|less|at most|limit|allowed|exceeds?|over|under|within)\b/u;

/** A file of the world may be one that a component wrote. */
const WORLD_PATH = /\/reality-[^/\s]+\//u;
