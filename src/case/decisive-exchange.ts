import type { ExchangeFact, Failure } from '#domain';
import type { Found } from './found.ts';

type Exchange = Found<ExchangeFact>;

/** What is known of an exchange besides itself. */
export interface Known {
  readonly isService: (exchange: ExchangeFact) => boolean;
  /** Whether its code tells a fault of who answered. That of what it needs may well be hoped for. */
  readonly isFault: (exchange: ExchangeFact) => boolean;
  /** Whether it lacks a field that is missed, and that a document promises of it. */
  readonly isMissed: (exchange: ExchangeFact) => boolean;
}

/**
 * The exchange that a failure is about: the one whose code the failure carries, else the first in which a service told a fault that nobody
 * hoped for (what went wrong after it follows from it), else the last one without a promised field that is missed, else the last one that
 * shows what was compared and not expected, else the last one that tells of the file which the text names, else the last one that the text names, else the last one that came to nothing when something
 * was waited for, else the last one with a service.
 */
export function findDecisive(
  all: readonly Exchange[],
  failure: Failure,
  { isService, isFault, isMissed }: Known,
): Exchange | undefined {
  const exchanges = withoutNothing(all);
  if (exchanges.length === 0) return undefined;
  const { code, message, peer, expected } = failure;
  return (
    exchanges.findLast(({ fact }) => code !== undefined && fact.code === code && fact.end !== 'answered') ??
    exchanges.findLast(({ fact }) => peer !== undefined && fact.address === peer && fact.end !== 'answered') ??
    exchanges.find(({ fact }) => isService(fact) && isFault(fact) && fact.code !== expected) ??
    exchanges.findLast(({ fact }) => isService(fact) && isMissed(fact)) ??
    findShown(
      exchanges.filter(({ fact }) => isService(fact)),
      failure,
    ) ??
    findNamed(exchanges, message, isService) ??
    exchanges.findLast(({ fact }) => fact.end === 'silent' || fact.end === 'refused') ??
    exchanges.findLast(({ fact }) => isService(fact)) ??
    exchanges.at(-1)
  );
}

const WORLD_FILE = /\/reality-[^/\s]+\/[^\s'":]*?([\w.-]+\.\w{2,5})\b/u;

/** Whether an answer tells of the file of the world that a text names. */
export function tellsFile({ end, answer }: ExchangeFact, text: string): boolean {
  const name = end === 'answered' ? WORLD_FILE.exec(text)?.[1] : undefined;
  return name !== undefined && answer.includes(name);
}

function findNamed(exchanges: readonly Exchange[], text: string, isService: Known['isService']): Exchange | undefined {
  const telling = exchanges.findLast(({ fact }) => isService(fact) && tellsFile(fact, text));
  return telling ?? exchanges.findLast(({ fact }) => isNamed(fact.method, text));
}

// A route is named by its path alone.
function isNamed(method: string, message: string): boolean {
  const name = method.replace(/^[A-Z]+ /u, '');
  return name.length > 3 && message.includes(name);
}

/** A path that holds what languages print for nothing: an answer before it lacked what the test made it of. */
const OF_NOTHING = /\/(?:undefined|null|None|NaN|<nil>|%3Cnil%3E)(?=[/?#]|$)/u;

/** Whether a test went on with nothing, where an answer had not held what it needed. */
export function goesOnWithNothing(exchanges: readonly Exchange[]): boolean {
  return exchanges.findIndex(isOfNothing) > 0;
}

/** Whether a request names nothing where it should name something: what it is answered follows from what came before. */
export function isOfNothing({ fact }: Exchange): boolean {
  return OF_NOTHING.test(fact.method);
}

function withoutNothing(exchanges: readonly Exchange[]): readonly Exchange[] {
  const first = exchanges.findIndex(isOfNothing);
  return first <= 0 ? exchanges : exchanges.slice(0, first);
}

const TOKEN = /-?\d+(?:\.\d+)?|\p{L}[\p{L}\d_-]{2,}/gu;

// A neighbour's exchange may stand among those of a test: the answer in which what was not expected stands is meant.
function findShown(exchanges: readonly Exchange[], { actual = '', expected }: Failure): Exchange | undefined {
  if (expected === undefined) return undefined;
  const hoped = new Set(expected.match(TOKEN));
  const shown = [...new Set(actual.match(TOKEN))].filter((one) => !hoped.has(one) && !EMPTY.test(one));
  const showsAll = ({ fact: { code, answer, answerHeaders = {} } }: Exchange): boolean => {
    const texts = [answer, ...Object.values(answerHeaders)];
    return shown.every((one) => one === code || texts.some((text) => holdsToken(text, one)));
  };
  return shown.length === 0 || shown.length > MOST_SHOWN ? undefined : exchanges.findLast(showsAll);
}

const MOST_SHOWN = 8;
/** What languages print for nothing stands in any answer, or in none. */
const EMPTY = /^(?:true|false|null|undefined|none|nan|\d)$/iu;

function holdsToken(answer: string, token: string): boolean {
  const at = answer.indexOf(token);
  return at >= 0 && !/[\w.]/u.test(answer[at - 1] ?? ' ') && !/\w/u.test(answer[at + token.length] ?? ' ');
}
