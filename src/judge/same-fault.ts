import { groupBy } from '#case';
import type { Verdict } from '#rule';
import { asOf } from './judged.ts';
import type { Judged } from './judged.ts';
import { edgeOf } from './join-edges.ts';
import {
  askedTheSame,
  brokeBefore,
  citesTheSame,
  isAboutTheSame,
  isOfSameSuite,
  lastAsked,
  lookedAtOther,
  metSameError,
  sawFailing,
  sawValue,
  showsWhatFollows,
  speaksAgainst,
  wasRefusedAlike,
  wasToldOtherwise,
  wentOnWithNothing,
} from './seen-alike.ts';

/** Id under which a cause says that some of its tests were put to it by what they saw. */
export const SAME_FAULT = 'same-fault';
/** What it says, for the table in the docs. */
export const SAME_FAULT_SENTENCE =
  'A test that says little by itself, and saw with its own eyes the answer on which another verdict of the run rests, is of that cause; so are the wishes of one suite for one route that nobody wrote down.';

/** A way in which a weaker verdict is of the same fault as a stronger one; never the other way round. */
interface Joint {
  readonly leads: (strong: Verdict) => boolean;
  readonly follows: (weak: Verdict) => boolean;
  readonly isOfSame: (weak: Judged, strong: Judged) => boolean;
}

const DEMANDS: ReadonlySet<string> = new Set(['requirement-broken', 'untraced-requirement', 'edge-broken']);
const WORDS: ReadonlySet<string> = new Set(['no-requirement']);
const OPEN: ReadonlySet<string> = new Set(['open-requirement']);
const VALUES: ReadonlySet<string> = new Set(['given-otherwise', 'delivered-differs']);
const ABSENT: ReadonlySet<string> = new Set(['unsupported', 'absent-name']);
/** By these an answer is called right. */
const KEPT: ReadonlySet<string> = new Set(['answer-as-required', 'promised-refusal']);
/** What a test asked wrongly, seen in the request itself. */
const WRONG_REQUESTS: ReadonlySet<string> = new Set(['wrong-sort', 'unlike-accepted', 'lacks-field', 'unknown-item']);
const WISHES: ReadonlySet<string> = new Set([...WORDS, 'passes-alone']);

/** What another component is known to have answered, before the service is blamed for what follows from it. */
const CONVICTED: readonly Joint[] = [
  {
    leads: (strong) => edgeOf(strong) !== undefined && !isBy(strong, DEMANDS),
    follows: (weak) => isBy(weak, WORDS) || isOpen(weak),
    isOfSame: sawFailing,
  },
  {
    // What a component answers in the same way while a test passes is no fact of the red ones: the refusal that follows from it is.
    leads: (strong) => edgeOf(strong) !== undefined && !isBy(strong, DEMANDS),
    follows: (weak) => isBy(weak, DEMANDS),
    isOfSame: (weak, strong) => isOfSameSuite(weak, strong) && wasRefusedAlike(weak, strong),
  },
  {
    leads: (strong) => isBy(strong, VALUES),
    follows: (weak) => isBy(weak, WORDS) || isOpen(weak),
    isOfSame: showsWhatFollows,
  },
  {
    // A demand that is written down stands against the service, unless its numbers or other eyes say otherwise.
    leads: (strong) => isBy(strong, VALUES),
    follows: (weak) => isBy(weak, WORDS) || isBy(weak, DEMANDS) || isOpen(weak),
    isOfSame: (weak, strong) => sawValue(weak, strong) || wasToldOtherwise(weak, strong),
  },
];

/** What is left when the causes of the service are known. */
const LATER: readonly Joint[] = [
  {
    leads: (strong) => isBy(strong, ABSENT),
    follows: (weak) => isBy(weak, WORDS) || isBy(weak, OPEN) || isOpen(weak),
    isOfSame: metSameError,
  },
  {
    // One answer is not a breach in one test, and right in the next.
    leads: ({ heading }) => heading === 'SYSTEM_CRITICAL',
    follows: (weak) => isBy(weak, KEPT),
    isOfSame: (weak, strong) =>
      isOfSameSuite(weak, strong) &&
      ((weak.verdict.told !== undefined && weak.verdict.told === strong.verdict.told) ||
        (citesTheSame(weak, strong) && brokeBefore(weak, strong))),
  },
  {
    // A refusal may have the right code, and the form that is wrong in every answer.
    leads: (strong) => strong.heading === 'SYSTEM_CRITICAL' && !isBy(strong, DEMANDS),
    follows: (weak) => isBy(weak, KEPT),
    isOfSame: (weak, strong) => isOfSameSuite(weak, strong) && speaksAgainst(weak, strong),
  },
  {
    leads: ({ heading }) => heading === 'SYSTEM_CRITICAL',
    follows: (weak) => isBy(weak, WORDS) || isOpen(weak),
    isOfSame: (weak, strong) =>
      isOfSameSuite(weak, strong) && isAboutTheSame(weak, strong) && brokeBefore(weak, strong),
  },
  {
    leads: (strong) => isBy(strong, WRONG_REQUESTS),
    follows: (weak) => isBy(weak, DEMANDS) || isOpen(weak),
    isOfSame: wentOnWithNothing,
  },
  {
    leads: (strong) => !isOpen(strong) && strong.heading !== 'TEST_ARTIFACT',
    follows: isOpen,
    isOfSame: (weak, strong) => isOfSameSuite(weak, strong) && askedTheSame(weak, strong),
  },
  {
    leads: (strong) => edgeOf(strong) !== undefined,
    follows: isOpen,
    isOfSame: (weak, strong) => isOfSameSuite(weak, strong) && lookedAtOther(weak, strong),
  },
];

function isBy({ rules: [rule = ''] = [] }: Verdict, rules: ReadonlySet<string>): boolean {
  return rules.has(rule);
}

function isOpen({ heading }: Verdict): boolean {
  return heading === 'UNCLASSIFIED';
}

/** Whether a verdict may be of the fault of another one, or another one of its. */
export function mayBeOfSame({ verdict, effect }: Judged): boolean {
  return verdict.sight !== undefined || (isOpen(verdict) && (effect.attempt?.facts.length ?? 0) > 0);
}

/** What the service needs is known to fail it: who saw the same of it, and knows nothing else, is of that. */
export function joinConvicted(all: readonly Judged[]): readonly Judged[] {
  return CONVICTED.reduce(join, all);
}

/** What stayed alone, where another verdict rests on what its test saw as well. */
export function joinSameAnswers(all: readonly Judged[]): readonly Judged[] {
  return joinGroups(joinWishes(LATER.reduce(join, all)));
}

/** So many of a cause are looked at: the others saw the like. */
const MOST_LOOKED_AT = 50;

// Where several causes would do it stays as it is.
function join(all: readonly Judged[], { leads, follows, isOfSame }: Joint): readonly Judged[] {
  const strong = groupBy(
    all.filter(({ verdict }) => verdict.sight !== undefined && leads(verdict)),
    ({ verdict }) => edgeOf(verdict) ?? verdict.signature,
  );
  if (strong.size === 0) return all;
  const causes = [...strong.values()].map((of) => of.slice(0, MOST_LOOKED_AT));
  return all.map((one) => {
    if (one.verdict.sight === undefined || !follows(one.verdict)) return one;
    const [found, ...others] = causes.filter((of) => of.some((other) => isOfSame(one, other)));
    const [leader] = found ?? [];
    return leader === undefined || others.length > 0 ? one : follow(one, leader);
  });
}

// Its own failure is cited, and what it would have been alone is said.
function follow(one: Judged, { verdict: leader }: Judged): Judged {
  const { heading, title } = one.verdict;
  if (leader.signature === one.verdict.signature && leader.heading === heading) return one;
  const against = [...leader.against, `by itself one of its tests would be ${heading}: ${title}`];
  const rules = [...new Set([...(leader.rules ?? []), SAME_FAULT])];
  return asOf(one, { ...leader, against, rules });
}

// Nobody wrote down what one suite wants of one route, asked in the same way: that is decided once.
function joinWishes(all: readonly Judged[]): readonly Judged[] {
  const wishes = groupBy(
    all.filter(({ verdict }) => isBy(verdict, WORDS)),
    wishOf,
  );
  return all.map((one) => {
    const wish = isBy(one.verdict, WISHES) ? wishOf(one) : undefined;
    const [leader] = wish === undefined ? [] : (wishes.get(wish) ?? []);
    return leader === undefined ? one : follow(one, leader);
  });
}

function wishOf(one: Judged): string | undefined {
  const { suite, test } = one.effect;
  const last = lastAsked(one);
  if (last === undefined || (test !== undefined && test.requirements.length > 0)) return undefined;
  return [suite.planned.name, last.component, last.route, last.form, last.end].join('\n');
}

// Who asked nothing looks at what the set-up of its group was told: where all others of the group are of one fault of the service, at that.
function joinGroups(all: readonly Judged[]): readonly Judged[] {
  if (!all.some(isIdle)) return all;
  const groups = groupBy(
    all.filter((one) => !isIdle(one)),
    groupOf,
  );
  return all.map((one) => {
    const group = isIdle(one) ? groupOf(one) : undefined;
    const of = group === undefined ? [] : (groups.get(group) ?? []);
    const [leader] = of;
    const isOne = new Set(of.map(({ verdict }) => verdict.signature)).size === 1;
    return leader?.verdict.heading === 'SYSTEM_CRITICAL' && isOne ? follow(one, leader) : one;
  });
}

function isIdle(one: Judged): boolean {
  return isOpen(one.verdict) && lastAsked(one) === undefined;
}

function groupOf({ effect: { suite, test } }: Judged): string | undefined {
  const titles = test?.id.titles.slice(0, -1) ?? [];
  return titles.length === 0 ? undefined : JSON.stringify([suite.planned.name, ...titles]);
}
