import type { AttemptState } from '#domain';
import type { Case } from './case.ts';

/** A component that passes on what it is asked to another one under test, as it is. */
export interface Passing {
  readonly front: string;
  readonly behind: string;
  /** Of the contact between the two. */
  readonly seq: number;
  readonly bytes: number;
}

/**
 * Whether a component is no more than the way to another that is under test: it needs that one, each call to it was one to that one, and what
 * came back is the same to the byte. Who answers by himself from what he asks of another has other bytes.
 */
export function findPassing({ effect: { attempt }, facts }: Case, front: string | undefined): Passing | undefined {
  if (attempt === undefined || front === undefined) return undefined;
  const taken = contactOf(attempt, front);
  if (taken === undefined || taken.calls === 0 || taken.bytesReceived < LEAST_BYTES) return undefined;
  for (const behind of facts.requiresOf(front).filter((name) => facts.isUnderTest(name))) {
    const passed = contactOf(attempt, `${front}>${behind}`);
    if (passed?.calls === taken.calls && passed.bytesReceived === taken.bytesReceived)
      return { front, behind, seq: passed.seq, bytes: passed.bytesReceived };
  }
  return undefined;
}

/** So many are not the same by chance. */
const LEAST_BYTES = 200;

type Amount = Pick<AttemptState['contacts'][number], 'seq' | 'calls' | 'bytesReceived'>;

/** All that went over an edge; absent when nothing was seen of it. */
function contactOf({ contacts }: AttemptState, edge: string): Amount | undefined {
  const [first, ...others] = contacts.filter((one) => one.edge === edge);
  return others.reduce<Amount | undefined>(
    (sum, one) => sum && { ...sum, calls: sum.calls + one.calls, bytesReceived: sum.bytesReceived + one.bytesReceived },
    first,
  );
}

/** Whether the suite asked a component itself in this attempt, was answered, and never let down in a test that failed. */
export function isWellByItself({ effect: { attempt }, probes }: Case, component: string): boolean {
  if (attempt === undefined || probes.get(component)?.fact.ok !== true) return false;
  const isLetDown = attempt.facts.some(
    ({ fact }) =>
      fact.kind === 'exchange' &&
      fact.component === component &&
      (fact.end === 'closed' || fact.end === 'silent' || fact.end === 'refused'),
  );
  return !isLetDown && (contactOf(attempt, component)?.calls ?? 0) > 0;
}
