import { textOfError } from './error-text.ts';
import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { namesWord } from './answer-codes.ts';
import type { AnsweredError } from './answered-error.ts';
import { findAnsweredError, isShown } from './answered-error.ts';
import type { Case } from './case.ts';
import { isOfOtherForm, promisesMore } from './form.ts';
import type { Kept } from './kept.ts';
import type { Raise } from './raise.ts';
import { readAsserted } from './sides.ts';

const PROSE = /\p{L}{2,}\W+\p{L}{2,}/u;

/** A refusal with the code of its requirement, of which a test wants other words, or another form. A document that names the code leaves the words to the service, unless it gives them. */
export function findProse(seen: Case): Kept | undefined {
  return findWords(seen) ?? findForm(seen);
}

function findWords(seen: Case): Kept | undefined {
  const [found, sides] = [findAnsweredError(seen), readAsserted(seen)];
  if (found === undefined || sides === undefined || !isItsWords(found, sides.came)) return undefined;
  const { wanted } = sides;
  const requirement = PROSE.test(wanted) ? findNaming(seen, found.code) : undefined;
  const isGiven = seen.cited.some(({ text }) => text.toLowerCase().includes(wanted.toLowerCase()));
  if (requirement === undefined || isGiven) return undefined;
  return {
    exchange: found.exchange,
    code: `${found.code}, in whatever words`,
    wanted: oneLine(wanted, 80),
    requirement,
  };
}

// The code came, and then the test stumbled over what came with it, of which no document speaks.
function findForm(seen: Case): Kept | undefined {
  const found = STUMBLES.has(seen.raise.kind) ? findAnsweredError(seen) : undefined;
  if (found === undefined || isShown(seen, found) || found.meaning?.blames === 'service') return undefined;
  const requirement = findNaming(seen, found.code);
  if (requirement === undefined || seen.exchanges.at(-1) !== found.exchange) return undefined;
  if (isOfOtherForm(found.exchange, seen)) return undefined;
  const { exchange, code } = found;
  return { exchange, code: `${code}, in whatever form`, wanted: 'another form of it', requirement };
}

const STUMBLES: ReadonlySet<Raise['kind']> = new Set(['misuse', 'no-value']);

function isItsWords({ exchange }: AnsweredError, came: string): boolean {
  return PROSE.test(came) && textOfError(exchange.fact.answer) === came;
}

// One that promises more of the answer leaves more than words to be wrong.
function findNaming({ cited }: Case, code: string): Requirement | undefined {
  const naming = cited.filter((one) => one.status === 'approved' && namesWord(one, code));
  return naming.some((one) => promisesMore(one, code)) ? undefined : naming[0];
}
