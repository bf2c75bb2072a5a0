import { findReferences } from '#domain';
import type { RunFacts } from './run-facts.ts';

/**
 * The component in whose place a service was sent to another one: where one that it requires is
 * named by none of its settings. Itself, where nothing of the kind is to be seen.
 */
export function meantComponent(facts: RunFacts, service: string, asked: string): string {
  const required = facts.requiresOf(service);
  if (required.length === 0) return asked;
  const named = new Set(Object.values(facts.settingsOf(service) ?? {}).flatMap(namesIn));
  const [missed = asked, ...others] = required.filter((name) => !named.has(name));
  return named.has(asked) && others.length === 0 ? missed : asked;
}

/** Whether a setting of the service is an address that is written out: of whom, nobody knows. */
export function isSentElsewhere(facts: RunFacts, service: string): boolean {
  return Object.values(facts.settingsOf(service) ?? {}).some((value) => /^\w+:\/\/[^$]*$/u.test(value));
}

function namesIn(value: string): readonly string[] {
  return findReferences(value).flatMap(({ path: [first] }) => (first === undefined ? [] : [first]));
}
