import { oneLine } from '#domain';
import type { ExchangeFact, Failure } from '#domain';
import { findDemand, findMissed, isService, normaliseText, textOfError } from '#case';
import type { Case } from '#case';
import { findOwnFault, findUntruth } from '#rule';
import type { Tie } from '#rule';

/** So many methods that say the same words with the same code have one thing below them that fails. */
const METHODS_OF_ONE_FAULT = 3;
const WIDEST = 300;

/** What a failure has in common with others of the same fault, whichever requirement they cite. */
export function findTies(seen: Case): readonly Tie[] {
  return [
    ...tieByFault(seen),
    ...tieByStack(seen),
    ...tieByDifference(seen),
    ...tieByArgument(seen),
    ...tieByUntruth(seen),
    ...tieBySilence(seen),
  ];
}

// Where nothing of its own accord is heard at all, what was waited for tells nothing.
function tieBySilence(seen: Case): readonly Tie[] {
  return findMissed(seen)?.isSilent === true ? [together('unheard')] : [];
}

// What is there is said not to be, in the same words by whichever method: one look goes wrong.
function tieByUntruth(seen: Case): readonly Tie[] {
  const fact = findUntruth(seen)?.fact;
  if (fact?.code === undefined) return [];
  const words = normaliseText(oneLine(textOfError(fact.answer), WIDEST)).replaceAll(/\d+/gu, 'N');
  return [together(`untrue|${fact.component ?? ''}|${fact.code}|${words}`)];
}

// The line of the log says what failed; without it, only that the same words come from everywhere.
function tieByFault(seen: Case): readonly Tie[] {
  const fault = findOwnFault(seen);
  if (fault === undefined) return [];
  const { component = '' } = fault.exchange.fact;
  const of = `${component}|${fault.code}`;
  const text = normaliseText(oneLine(textOfError(fault.exchange.fact.answer), WIDEST));
  const lines = seen.logs.filter(({ fact }) => fact.component === component && LOUD.has(fact.nature));
  return [
    ...lines.map(({ fact }) => together(`log|${of}|${normaliseText(oneLine(fact.text, WIDEST))}`)),
    { key: `fault|${of}|${text}`, leastMethods: METHODS_OF_ONE_FAULT },
  ];
}

/** A trace is of the service's own code, whatever it then answered. */
export function tieByStack({ logs }: Case): readonly Tie[] {
  const stacks = logs.filter(({ fact }) => fact.nature === 'stack');
  return stacks.map(({ fact }) => together(`stack|${fact.component}|${normaliseText(oneLine(fact.text, WIDEST))}`));
}

const LOUD: ReadonlySet<string> = new Set(['stack', 'error']);

function together(key: string): Tie {
  return { key, leastMethods: 1 };
}

function tieByDifference(seen: Case): readonly Tie[] {
  const component = findDemand(seen)?.exchange?.fact.component;
  const difference = readDifference(seen.effect.failure);
  return component === undefined || difference === undefined ? [] : [together(`differs|${component}|${difference}`)];
}

// A word tells: two numbers, or yes and no, differ in a thousand ways.
const TELLS_NOTHING = /\b(?:true|false|null|undefined|none|nan)\b|<\w+>/giu;
const WORD = /\p{L}{3}/u;

function readDifference(failure: Failure): string | undefined {
  const difference = normaliseText(readLines(failure) ?? readValues(failure));
  return difference.length <= WIDEST && WORD.test(difference.replace(TELLS_NOTHING, '')) ? difference : undefined;
}

// Only what differs of two large values, without how deep it lies.
function readLines({ message }: Failure): string | undefined {
  if (!message.includes(LEGEND)) return undefined;
  const lines = message.split('\n').filter((line) => /^[+-] /u.test(line) && line !== LEGEND);
  const trimmed = lines.map((line) => line.replace(/^([+-])\s+/u, '$1 ').replace(/,$/u, ''));
  return trimmed.length === 0 ? undefined : trimmed.join(' ');
}

const LEGEND = '+ actual - expected';

function readValues({ expected, actual }: Failure): string {
  return expected === undefined || actual === undefined ? '' : `${actual} - ${expected}`;
}

// Something that was to be refused with a code, and was taken: the same thing by whichever method.
function tieByArgument(seen: Case): readonly Tie[] {
  const { exchanges, facts, effect } = seen;
  const exchange = findDemand(seen)?.exchange ?? exchanges.at(-1);
  const { component } = exchange?.fact ?? {};
  if (exchange?.fact.end !== 'answered' || component === undefined || !isService(facts, component)) return [];
  const { message, expected = '' } = effect.failure;
  const codes = new Set([expected, ...[...message.matchAll(/(?<![\w.-])-\d{3,5}\b/gu)].map(([code]) => code)]);
  const known = [...codes].filter((code) => facts.contract.code(code) !== undefined);
  const given = listArguments(exchange.fact);
  return known.flatMap((code) => given.map((one) => together(`taken|${component}|${code}|${one}`)));
}

function listArguments({ request }: ExchangeFact): readonly string[] {
  const found: string[] = [];
  for (const [, key = '', value = ''] of request.matchAll(/"(\w+)"\s*:\s*"([^"\\]{3,80})"/gu)) {
    if (!ENVELOPE.has(key) && value !== '[redacted]') found.push(`${key}=${value}`);
  }
  return found;
}

const ENVELOPE: ReadonlySet<string> = new Set(['jsonrpc', 'method', 'id']);
