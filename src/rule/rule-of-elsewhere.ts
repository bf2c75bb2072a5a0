import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import {
  citeExchange,
  findForeignPath,
  findOrigin,
  findOtherRun,
  isReading,
  isService,
  listAllDifferences,
  listJsonValues,
} from '#case';
import type { Case, Difference } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Copied from another run: right there, and known to nobody here. */
export const ruleOfElsewhere: WeightedRule = {
  id: 'of-elsewhere',
  sentence:
    'A test that wants an address, a folder, a moment or a number of a thing which nobody in this run was told, where the service tells that of this run and all else is the same, wants what another run had; so does one that asks for a thing by a number which nobody was told, or by none, or by a path of which nothing in this run speaks.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the answer with the value of this run',
  advises: 'take the value from the answer, or from the world',
  otherwise: 'if the wanted value had been told, sent or written down, the service would not have kept to it',
  opine: (seen) => {
    const found = findForeign(seen) ?? findUnheardOf(seen) ?? findElsewhere(seen);
    if (found === undefined) return undefined;
    const { exchange, about, title } = found;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about,
        title,
        action: 'take the value from the answer, or from the world',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

interface Foreign {
  readonly exchange: Case['exchanges'][number];
  readonly about: string;
  readonly title: string;
}

function findForeign(seen: Case): Foreign | undefined {
  const { effect, isTold, exchanges, facts } = seen;
  const apart = effect.reason === 'assertion' && !isTold ? listAllDifferences(effect.failure) : [];
  const [first] = apart;
  const exchange = exchanges.findLast(
    ({ fact }) =>
      isService(facts, fact.component) && fact.end === 'answered' && fact.answer.includes(first?.came ?? ''),
  );
  if (first === undefined || exchange === undefined) return undefined;
  const sorts = apart.map((one) => sortOf(one, seen));
  const [sort] = sorts;
  if (sort === undefined || sorts.includes(undefined)) return undefined;
  return {
    exchange,
    about: sort,
    title: `the test wants ${sort} of another run, ${oneLine(first.wanted, 80)}, which stands in no document and in no answer of this one; here it is ${oneLine(first.came, 80)}`,
  };
}

function sortOf(apart: Difference, seen: Case): string | undefined {
  const { came, wanted } = apart;
  const isOther = NUMBER.test(wanted) && findOrigin(wanted, seen) === 'nowhere' && !isNext(apart, seen);
  return findOtherRun(apart, seen) ?? (isOther && isHandedOut(came, seen) ? OF_THING : undefined);
}

const OF_THING = 'the number of a thing';
const NUMBER = /^[A-Z]{0,4}-?\d+$|^[\da-f]{8}-[\da-f-]{27}$/u;
const NAMES = /^(?:\w*(?:id|Id|ID)|code|number|no|key|uuid)$/u;
/** By these a document says how things are numbered. */
const OF_NUMBERING =
  /\b(?:number(?:s|ed)?|consecutive\w*|sequen\w*|in order|count(?:s|ed)? (?:up|on)|one higher|begin\w*)\b/iu;

// The service gives it to one thing that this test made, and nothing says which one it has to be.
function isHandedOut(came: string, { exchanges, facts, cited }: Case): boolean {
  if (cited.some(({ text }) => OF_NUMBERING.test(text))) return false;
  const made = exchanges.filter(({ fact }) => isService(facts, fact.component) && !isReading(fact.method));
  const of = made.filter(({ fact }) => listNames(fact.answer).includes(came) && !fact.request.includes(`:${came}`));
  return of.length === 1;
}

function listNames(answer: string): readonly string[] {
  return (listJsonValues(answer) ?? []).flatMap(({ field, value }) => (NAMES.test(field) ? [String(value)] : []));
}

// The one that would follow on what the test was told: then it reckons with it rightly.
function isNext({ came, wanted }: Difference, { exchanges }: Case): boolean {
  const [is, hoped] = [countOf(came), countOf(wanted)];
  const told = exchanges.flatMap(({ fact }) => listNames(fact.answer)).map(countOf);
  return hoped > is && told.some((one) => hoped > one && hoped - one <= exchanges.length);
}

function countOf(name: string): number {
  return Number(/\d+$/u.exec(name)?.[0] ?? Number.NaN);
}

// Asked for by a name that the service gives, and that nobody was told; or by none at all, because another test was to get one.
function findUnheardOf(seen: Case): Foreign | undefined {
  const { decisive, exchanges, effect } = seen;
  const isWanted = effect.reason === 'assertion' && /^2\d\d$/u.test(effect.failure.expected ?? '');
  const unheard = isWanted ? readUnheard(seen) : undefined;
  if (decisive === undefined || unheard === undefined) return undefined;
  const asked = oneLine(decisive.fact.method, 80);
  if (OF_NOTHING.test(unheard.name)) {
    const title = `the test asks for ${asked}, and nothing that it did had told it a name: another test was to get one`;
    return exchanges[0] === decisive ? { exchange: decisive, about: 'no name', title } : undefined;
  }
  const isMade = exchanges.some(({ fact }) => fact.method === unheard.making && fact.end === 'answered');
  const title = `the test asks for ${asked}, a name which no answer of this run had told; what it made has another`;
  return isMade ? { exchange: decisive, about: OF_THING, title } : undefined;
}

interface Unheard {
  readonly name: string;
  /** The route by which the service gives such names. */
  readonly making: string;
}

function readUnheard({ decisive, facts, isTold }: Case): Unheard | undefined {
  const { fact } = decisive ?? {};
  if (fact?.code !== '404' || isTold || !isService(facts, fact.component)) return undefined;
  const name = fact.named?.find(({ state }) => state === 'untold')?.name;
  if (name === undefined) return undefined;
  const making = `POST ${folderOf(fact.method, name)}`;
  return facts.contract.name(making) === 'documented' ? { name, making } : undefined;
}

function folderOf(method: string, name: string): string {
  return method.replace(/^[A-Z]+ |[?#].*$/gu, '').split(`/${name}`)[0] ?? '';
}

// Whatever it is asked for by this name, it cannot know it.
function findElsewhere(seen: Case): Foreign | undefined {
  const found = findForeignPath(seen);
  if (found === undefined) return undefined;
  const title = `the test names ${found.path}, which stands in no answer, no setting and no document of this run; what the service has lies in the folders of its world`;
  return { exchange: found.exchange, about: found.path, title };
}

const OF_NOTHING = /^(?:undefined|null|None|NaN|nil)$/u;
