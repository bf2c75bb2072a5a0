import type { Contact } from './no-mocks.ts';
import { CONTACT_LEVELS } from './words.ts';
import type { ContactLevel } from './words.ts';

/** 0 for L0 … 5 for L5: levels are compared by it. */
export function rankOf(level: ContactLevel): number {
  return CONTACT_LEVELS.indexOf(level);
}

/** True when less was touched than was declared, and nobody kept the component down on purpose. */
export function isBelow({ level, declared, heldDown }: Pick<Contact, 'level' | 'declared' | 'heldDown'>): boolean {
  return declared !== undefined && heldDown !== true && rankOf(level) < rankOf(declared);
}
