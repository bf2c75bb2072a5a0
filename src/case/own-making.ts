import type { ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { escapePattern } from './escape-pattern.ts';
import { isReading } from './reads.ts';

/**
 * Whether the answer that a failure is about is of something that the test made itself: the making, or reading by the name that the making
 * answered. Numbers that count on from test to test are of nobody's making, and a name that other tests give as well is not its own.
 */
export function isOwnMaking({ decisive, exchanges, facts, effect: { failure } }: Case): boolean {
  if (decisive === undefined || decisive.fact.protocol !== 'http' || !isService(facts, decisive.fact.component))
    return false;
  const { method, end, code = '', answer } = decisive.fact;
  if (!isReading(method)) return end === 'answered' && !countsOn(answer, failure.actual);
  const name = method.replace(/\?.*$/u, '').split('/').at(-1) ?? '';
  const before = exchanges.slice(0, exchanges.indexOf(decisive));
  return (end === 'answered' || code === '404') && isMadeAlone(name, decisive.fact, before);
}

function isMadeAlone(name: string, { shared = [] }: ExchangeFact, before: Case['exchanges']): boolean {
  if (shared.includes(name)) return false;
  return before.some(({ fact }) => !isReading(fact.method) && fact.end === 'answered' && namesItem(fact.answer, name));
}

/** Whether the failure is about something below what the test made itself: `/accounts/11/entries` after account 11 was made. */
export function isBelowOwnItem({ decisive, exchanges, facts }: Case): boolean {
  if (decisive === undefined || decisive.fact.protocol !== 'http' || !isService(facts, decisive.fact.component))
    return false;
  const above = decisive.fact.method.replace(/\?.*$/u, '').split('/').slice(1, -1);
  const before = exchanges.slice(0, exchanges.indexOf(decisive));
  const made = before.filter(({ fact }) => !isReading(fact.method) && fact.end === 'answered');
  return above.some((name) => /\d/u.test(name) && made.some(({ fact }) => namesItem(fact.answer, name)));
}

/** Whether an answer names this thing as one of its values. */
export function namesItem(answer: string, name: string): boolean {
  return name !== '' && new RegExp(`[:\\s"\\[]${escapePattern(name)}(?=[",}\\]\\s]|$)`, 'u').test(answer);
}

function countsOn(answer: string, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  const value = actual.replace(/^(['"])(.*)\1$/u, '$2');
  return new RegExp(`"(?:id|\\w*(?:Id|_id|Number|_no|seq\\w*))"\\s*:\\s*"?${escapePattern(value)}[",}\\s]`, 'u').test(
    answer,
  );
}
