import type { Child } from '#child';
import type { Prepared } from '#component';
import type { Patience } from '#domain';
import type { ProbeFacts, Proof } from './prove-ready.ts';

export interface FurnishSubject {
  readonly prepared: Prepared;
  readonly child: Child | undefined;
  readonly patience: Patience;
}

/** Once it is up: schema, data, and the proof of what is expected; races the end of the process. `saw` is what its probes saw. */
export async function furnishComponent(
  { prepared, child, patience }: FurnishSubject,
  saw: string,
): Promise<{ readonly proof: Proof; readonly facts: ProbeFacts }> {
  const ended = new AbortController();
  const signal = AbortSignal.any([patience.signal, ended.signal]);
  const furnished = prepared.furnish?.({ ...patience, signal });
  if (furnished === undefined) return { proof: { kind: 'ready', saw }, facts: {} };
  const end = child?.ended.then((childEnd) => ({ kind: 'ended', end: childEnd }) as const);
  const first = await Promise.race(end === undefined ? [furnished] : [furnished, end]);
  if ('kind' in first) {
    ended.abort();
    await furnished;
    return { proof: first, facts: {} };
  }
  if (patience.signal.aborted) return { proof: { kind: 'aborted' }, facts: {} };
  const proof: Proof = first.ok
    ? { kind: 'ready', saw: first.saw === '' ? saw : `${saw}; ${first.saw}` }
    : { kind: 'unfit', saw: first.saw };
  return { proof, facts: first.facts };
}
