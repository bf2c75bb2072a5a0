import { findAbsent, isHollow } from '#contact';
import type { Mark } from '#domain';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { EngineProcess } from './attempt-state.ts';
import { tellMocks } from './collect-mocks.ts';
import { withReason } from './find-stand-ins.ts';
import type { SeenMock } from './seen-mock.ts';
import type { ContactSeen } from './look-at-contact.ts';

/** What a pass is worth that lacks what was declared, and what of an attempt was fake in any case. */
export interface ContactVerdict {
  readonly marks: readonly Mark[];
  /** What answered cannot have been the component. */
  readonly mocks: readonly SeenMock[];
}

type Subject = Pick<EngineProcess, 'run' | 'spec'>;

export function judgeContacts(
  seen: ContactSeen | undefined,
  { outcome }: Pick<AttemptOutcome, 'outcome'>,
  subject: Subject,
): ContactVerdict {
  if (seen === undefined) return { marks: [], mocks: [] };
  const fakes = seen.fakes.map((mock) => withReason(mock, subject));
  const isPass = outcome === 'passed';
  const known = new Set(fakes.map(({ what }) => what));
  const absent = isPass ? findAbsent(seen.contacts, seen).filter(({ what }) => !known.has(what)) : [];
  return {
    marks: isPass && isHollow(seen.contacts) ? ['hollow'] : [],
    mocks: [...fakes, ...absent.map((mock) => withReason(mock, subject))].map((mock) => ({ mock })),
  };
}

/** The same of a test that ran alone, and tells it: what lacks is asked of all of them together. */
export function tellFakes(seen: ContactSeen | undefined, process: EngineProcess, ordinal: number): readonly SeenMock[] {
  const fakes = (seen?.fakes ?? []).map((mock) => ({ mock: withReason(mock, process), ordinal }));
  tellMocks(process, fakes);
  return fakes;
}
