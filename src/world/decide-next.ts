import type { Prepared, StartFailure } from '#component';
import type { ComponentSpec } from '#domain';
import { describeFailedStart, describeUnprepared } from './describe-failure.ts';
import type { IncidentInput } from './incident-book.ts';
import type { Launch } from './launch-component.ts';
import type { LiveContext } from './live-context.ts';
import type { ProbeFacts } from './prove-ready.ts';
import { regainPorts } from './regain-ports.ts';

/** First try and three more: a machine that takes four ports in a row is a finding. */
const MAX_TRIES = 4;

export interface FailedTry {
  readonly spec: ComponentSpec;
  readonly context: LiveContext;
  readonly launch: Launch;
  /** Of this try and those before it. */
  readonly facts: ProbeFacts;
  readonly tries: number;
  readonly deadlineFor: (prepared: Prepared) => number;
}

export type Next =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'fail'; readonly incident: IncidentInput };

/** What follows a try that did not end in readiness: a new lease, another try of what is supervised, or an incident. */
export async function decideNext(failed: FailedTry): Promise<Next> {
  const { spec, context, launch, facts } = failed;
  if (launch.kind === 'unprepared') return fail(describeUnprepared(spec.name, launch.error));
  const { proof, prepared, child } = launch;
  const incident = await describeFailedStart({ component: spec.name, prepared, child, context, facts }, proof);
  if (incident.kind === 'component-refused-to-start') {
    const failure = prepared.readStartFailure(child?.tail() ?? '');
    if (prepared.restart.kind === 'supervised') return tryAgain(failed, prepared, incident);
    return failure.addressTaken ? regain(failed, failure, incident) : fail(incident);
  }
  const isLeased = spec.declares.ports.some((port) => port.pinned === undefined);
  if (proof.kind !== 'foreign' || !isLeased) return fail(incident);
  // Ours may not have noticed yet that its port is taken, or does not mind.
  await child?.stop('asked', { graceMs: 0 });
  return regain(failed, { addressTaken: true, sentence: '' }, incident);
}

function fail(incident: IncidentInput): Next {
  return { kind: 'fail', incident };
}

function tryAgain({ spec, context, deadlineFor, facts }: FailedTry, prepared: Prepared, incident: IncidentInput): Next {
  const isInTime = context.environment.monotonicMs() < deadlineFor(prepared);
  if (isInTime && prepared.restart.kind === 'supervised') return { kind: 'again', afterMs: prepared.restart.everyMs };
  const text = `${spec.name} not ready after ${prepared.readyTimeoutMs} ms of tries: ${incident.text}`;
  if (facts['foreign'] === undefined) return fail({ ...incident, kind: 'component-not-ready', text });
  return fail({ ...incident, kind: 'foreign-answer', text: `${text}; ${facts['foreign']}` });
}

async function regain(
  { spec, context, tries }: FailedTry,
  failure: StartFailure,
  incident: IncidentInput,
): Promise<Next> {
  const isForeign = incident.kind === 'foreign-answer';
  const held: IncidentInput = { ...incident, kind: isForeign ? 'foreign-answer' : 'port-held' };
  if (tries >= MAX_TRIES) return fail(held);
  const regained = await regainPorts(spec, failure, context);
  if (regained.kind === 'regained') return { kind: 'again', afterMs: 0 };
  if (regained.kind === 'not-ours' || isForeign) return fail(incident);
  return fail({ ...held, text: regained.text });
}
