import { findAbsent, isHollow } from '#contact';
import type { Mark } from '#domain';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { SeenMock } from './seen-mock.ts';
import type { ContactSeen } from './look-at-contact.ts';

/** What a pass is worth that lacks what was declared; nothing for an attempt that did not pass. */
export interface ContactVerdict {
  readonly marks: readonly Mark[];
  /** What answered cannot have been the component. */
  readonly mocks: readonly SeenMock[];
}

export function judgeContacts(
  seen: Pick<ContactSeen, 'contacts' | 'isOwn'> | undefined,
  { outcome }: Pick<AttemptOutcome, 'outcome'>,
): ContactVerdict {
  if (seen === undefined || outcome !== 'passed') return { marks: [], mocks: [] };
  const { contacts, isOwn } = seen;
  return {
    marks: isHollow(contacts) ? ['hollow'] : [],
    mocks: findAbsent(contacts, isOwn).map((mock) => ({ mock })),
  };
}
