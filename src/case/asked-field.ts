import type { ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { listMissing } from './missing-field-words.ts';
import type { Found } from './found.ts';

/** A field that a test looked for in an answer and did not find. */
export interface AskedField {
  readonly field: string;
  readonly exchange: Found<ExchangeFact>;
  /** True: the result must have it. False: no document speaks of it. */
  readonly documented: boolean;
}

/** The field that a failure asks for, when a service answered without it and the contract tells what the answer must hold. */
export function findAskedField(seen: Case): AskedField | undefined {
  const exchange = findAnswer(seen);
  const { facts, effect } = seen;
  const fields = exchange === undefined ? undefined : facts.contract.fieldsOf(exchange.fact.method);
  if (exchange === undefined || fields === undefined) return undefined;
  const { answer } = exchange.fact;
  const lost = seen.raise.kind === 'no-value' ? findLost(answer, fields.must) : undefined;
  if (lost !== undefined) return { field: lost, exchange, documented: true };
  const said = effect.failure.message.replaceAll(OF_ANSWER, '');
  const field = listMissing(said).find((name) => !answer.includes(`"${name}"`));
  if (field === undefined) return undefined;
  if (fields.must.includes(field)) return { field, exchange, documented: true };
  const isKnown = fields.may.includes(field) || isSpokenOf(field, seen);
  return isKnown ? undefined : { field, exchange, documented: false };
}

/** What an error answer says is no word of the test: that a camera has no frames names no field. */
const OF_ANSWER = /\b(?:answered|responded|replied|failed) with (?:an )?(?:error|status|code)[^\n]*/giu;

// Prose uses many words: only what the test is to prove, or another documented result, makes one of them a field.
function isSpokenOf(field: string, { cited, facts }: Case): boolean {
  return facts.contract.isField(field) || cited.some(({ text }) => new RegExp(`\\b${field}\\b`, 'u').test(text));
}

// What is read of nothing is one step further than what is not there: the answer itself tells which promised field it lacks.
function findLost(answer: string, must: readonly string[]): string | undefined {
  return isWhole(answer) ? must.find((name) => !answer.includes(`"${name}"`)) : undefined;
}

/** An object that was not cut when it was recorded. */
function isWhole(answer: string): boolean {
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function findAnswer({ decisive, exchanges, facts }: Case): AskedField['exchange'] | undefined {
  const exchange =
    decisive?.fact.end === 'answered' ? decisive : exchanges.findLast(({ fact }) => fact.end === 'answered');
  return exchange !== undefined && isService(facts, exchange.fact.component) ? exchange : undefined;
}
