import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Child } from '#child';
import type { Prepared } from '#component';
import { isUnfit } from '#component';
import { describeError } from '#domain';
import type { ChildEnd, Evidence, IncidentKind } from '#domain';
import { describeChildEnd } from './describe-end.ts';
import type { IncidentInput } from './incident-book.ts';
import type { LiveContext } from './live-context.ts';
import type { Proof } from './prove-ready.ts';

/** Everything that is known of a component when it fails. */
export interface FailedComponent {
  readonly component: string;
  readonly prepared: Prepared;
  readonly child: Child | undefined;
  readonly context: LiveContext;
  /** What the probes learnt. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** A log longer than this is searched at its end only. */
const SEARCHED_CHARACTERS = 1024 * 1024;

/** The incident of a start that failed: what, where, last observed cause. */
export async function describeFailedStart(failed: FailedComponent, proof: Proof): Promise<IncidentInput> {
  const { component, prepared } = failed;
  const { base, sentence } = await makeBase(failed);
  switch (proof.kind) {
    case 'ended': {
      const kind = proof.end.spawnError === undefined ? 'component-refused-to-start' : 'component-not-found';
      const text = withCause(`${component} ${describeChildEnd(proof.end)} before it was ready`, sentence);
      return { ...base, kind, text, end: proof.end };
    }
    case 'foreign':
      return { ...base, kind: 'foreign-answer', text: `a stranger answers for ${component}: ${proof.saw}` };
    case 'not-ready':
      return {
        ...base,
        kind: 'component-not-ready',
        text: `${component} not ready after ${prepared.readyTimeoutMs} ms: ${proof.lastSaw}`,
      };
    case 'unfit':
      return { ...base, kind: 'component-not-ready', text: `${component} is up, but ${proof.saw}` };
    case 'ready':
    case 'aborted':
      return { ...base, kind: 'harness-fault', text: `the start of ${component} was given up` };
  }
}

interface Base {
  readonly base: Omit<IncidentInput, 'kind' | 'text'>;
  readonly sentence: string;
}

async function makeBase(failed: FailedComponent): Promise<Base> {
  const { component, prepared, facts = {} } = failed;
  const logTail = failed.child?.tail() ?? '';
  const { sentence } = prepared.readStartFailure(logTail);
  return { base: { component, logTail, evidence: await findEvidence(failed, sentence), facts }, sentence };
}

/** The incident of a component that ended although nobody asked it to. */
export async function describeLoss(failed: FailedComponent, end: ChildEnd): Promise<IncidentInput> {
  const logTail = failed.child?.tail() ?? '';
  const { sentence } = failed.prepared.readStartFailure(logTail);
  // Who is killed has no last words: the line that stands last was about something else.
  const lastWords = end.signal === 'SIGKILL' ? '' : sentence;
  const text = withCause(`${failed.component} ${describeChildEnd(end)} after it had been ready`, lastWords);
  const { component } = failed;
  return { kind: 'component-exited', component, text, end, logTail, evidence: await findEvidence(failed, sentence) };
}

/** What went wrong on our side or the machine's before a process began. */
export function describeUnprepared(component: string, error: unknown): IncidentInput {
  if (isUnfit(error)) {
    return { kind: 'component-refused-to-start', component, text: `${component} ${error.message}`, facts: error.facts };
  }
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const kind: IncidentKind = isFull ? 'disk-full' : 'harness-fault';
  return { kind, component, text: `${component} could not be prepared: ${describeError(error)}` };
}

async function findEvidence(
  { component, child, context }: FailedComponent,
  sentence: string,
): Promise<readonly Evidence[]> {
  if (child === undefined) return [];
  const process: Evidence = { kind: 'process', pid: child.pid, startTime: child.startTime, note: component };
  const file = join(context.componentLogDir, `${component}.log`);
  const text = (await readFile(file, 'utf8').catch(() => '')).slice(-SEARCHED_CHARACTERS);
  const lines = text.split('\n');
  const line = sentence === '' ? -1 : lines.findLastIndex((each) => each.includes(sentence));
  if (line < 0) return child.pid === 0 ? [] : [process];
  return [
    process,
    { kind: 'log', file: relative(dirname(context.logDir), file), line: line + 1, text: sentence.slice(0, 500) },
  ];
}

function withCause(fact: string, sentence: string): string {
  return sentence === '' ? fact : `${fact}: ${sentence.slice(0, 500)}`;
}
