import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeExchange, isReading, isService, listJsonValues, readAsserted } from '#case';
import type { Case, Sides } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The list is as the document has it, and the test has it otherwise. */
export const ruleOtherOrder: WeightedRule = {
  id: 'other-order',
  sentence:
    'A test that wants the same things in another order than the one in which the service lists them, as its approved requirement says, contradicts its requirement.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, REQUIREMENT_GAP: -4 },
  cites: 'the answer with its list, and the words of the requirement',
  advises: 'let the test want the order that the requirement promises',
  otherwise: 'if the list were in another order than the requirement says, the service would break it',
  opine: (seen) => {
    const { effect, decisive, cited, facts } = seen;
    const sides = readAsserted(seen);
    if (sides === undefined || decisive === undefined || !areSameThings(sides)) return undefined;
    if (!isService(facts, decisive.fact.component)) return undefined;
    const stamped = findWay(decisive.fact.answer);
    const made = stamped === undefined ? listMade(sides, seen) : [];
    const way = stamped ?? wayOf(made.map(({ seq }) => seq));
    const kept = cited.find(
      ({ text, status }) => status === 'approved' && way !== undefined && PROMISES[way].test(text),
    );
    if (kept === undefined || way === undefined) return undefined;
    return {
      evidence: [decisive, ...made].slice(0, MOST_CITED).map(citeExchange),
      lead: {
        about: `${kept.id}|order`,
        title: `the test wants another order than ${kept.id} promises and the service keeps: ${oneLine(kept.text, 160)}`,
        action: `let the test want the order of ${kept.id}`,
        ...placeOf(effect.failure),
      },
    };
  },
};

type Way = 'rises' | 'falls';

const PROMISES: Readonly<Record<Way, RegExp>> = {
  rises:
    /\b(?:oldest|earliest|smallest|lowest|least|first) (?:come )?first\b|\bascending\b|\bin the order (?:in which|of their)\b|\balphabetical/iu,
  falls: /\b(?:newest|latest|youngest|most recent|largest|highest|last) first\b|\bdescending\b/iu,
};

const TOKEN = /-?\d+(?:\.\d+)?|\p{L}[\p{L}\d_.-]*/gu;

function areSameThings({ came, wanted }: Sides): boolean {
  const [one = [], other = []] = [came, wanted].map((side) => side.match(TOKEN) ?? []);
  const isOther = one.join(' ') !== other.join(' ');
  return one.length > 1 && isOther && one.toSorted().join(' ') === other.toSorted().join(' ');
}

/** Fields by which things are counted on or stamped. */
const STAMP = /^(?:id|code|number|no|seq\w*|\w+_id|at|time\w*|\w*(?:created|modified|date)\w*)$/iu;

// Where several fields tell, all of them rise or all fall.
function findWay(answer: string): Way | undefined {
  const byField = new Map<string, (string | number)[]>();
  for (const { field, value } of listJsonValues(answer) ?? []) {
    if (!STAMP.test(field) || typeof value === 'boolean' || value === null) continue;
    const known = byField.get(field);
    if (known === undefined) byField.set(field, [value]);
    else known.push(value);
  }
  const ways = [...byField.values()].filter((values) => values.length > 1).map(wayOf);
  const [first] = ways;
  return first !== undefined && ways.every((way) => way === first) ? first : undefined;
}

const MOST_CITED = 4;

// What tells no stamps is in the order in which the test itself brought it about, or the other way round.
function listMade({ came }: Sides, { exchanges }: Case): Case['exchanges'] {
  const changes = exchanges.filter(({ fact }) => !isReading(fact.method) && fact.end === 'answered');
  const made = (came.match(TOKEN) ?? []).map((token) =>
    changes.find(({ fact }) => `${fact.request} ${fact.answer}`.includes(`"${token}"`)),
  );
  return made.every((one) => one !== undefined) ? made : [];
}

function wayOf(values: readonly (string | number)[]): Way | undefined {
  if (values.length < 2) return undefined;
  const steps = values.slice(1).map((value, index) => compare(values[index] ?? value, value));
  if (steps.every((step) => step < 0)) return 'rises';
  return steps.every((step) => step > 0) ? 'falls' : undefined;
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : Number(String(one) > String(other));
}
