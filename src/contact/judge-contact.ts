import { isBelow, rankOf } from '#domain';
import type { Contact, ContactLevel, MockUse } from '#domain';

/** True for a pass that lacks what it declares. */
export function isHollow(contacts: readonly Contact[]): boolean {
  return contacts.some(isBelow);
}

/**
 * A pass for which nothing was even tried on an edge that the suite itself declares: what answered was something else. `isOwn` false = the
 * suite declares nothing and we expected the least: then it is worth a word, and no more.
 */
export function findAbsent(contacts: readonly Contact[], isOwn: boolean): readonly MockUse[] {
  return contacts.filter(isAbsent).map(({ edge, declared }) => makeMock(edge, declared ?? 'L3', isOwn));
}

function isAbsent({ edge: _edge, level, declared, heldDown, seenBy }: Contact): boolean {
  if (declared === undefined || rankOf(declared) < rankOf('L3')) return false;
  return level === 'L0' && heldDown !== true && seenBy.includes('tap');
}

function makeMock(edge: string, declared: ContactLevel, isOwn: boolean): MockUse {
  const [from, to] = edge.includes('>') ? edge.split('>') : ['the suite', edge];
  return {
    rule: 'no-contact',
    by: 'contact',
    verdict: isOwn ? 'block' : 'warn',
    what: edge,
    sentence: `it passed although ${from ?? ''} never even connected to ${to ?? ''}${isOwn ? `, for which it declares ${declared}` : ''}: whatever answered was not ${to ?? ''}`,
    mend: `let ${from ?? ''} ask the ${to ?? ''} that was started for it, by the address it is given`,
  };
}
