import type { Prepared, StartFailure } from '#component';
import type { ComponentSpec } from '#domain';
import { describeFailedStart, describeUnprepared } from './describe-failure.ts';
import type { IncidentInput } from './incident-book.ts';
import type { Launch } from './launch-component.ts';
import type { LiveContext } from './live-context.ts';
import { regainPorts } from './regain-ports.ts';

/** First try and three more: a machine that takes four ports in a row is a finding. */
const MAX_TRIES = 4;

export interface FailedTry {
  readonly spec: ComponentSpec;
  readonly context: LiveContext;
  readonly launch: Launch;
  readonly tries: number;
  readonly deadlineFor: (prepared: Prepared) => number;
}

export type Next =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'fail'; readonly incident: IncidentInput };

/** What follows a try that did not end in readiness: a new lease, another try of what is supervised, or an incident. */
export async function decideNext(failed: FailedTry): Promise<Next> {
  const { spec, context, launch } = failed;
  if (launch.kind === 'unprepared') return { kind: 'fail', incident: describeUnprepared(spec.name, launch.error) };
  const { proof, prepared, child } = launch;
  const incident = await describeFailedStart({ component: spec.name, prepared, child, context }, proof);
  if (proof.kind !== 'ended' || proof.end.spawnError !== undefined) return { kind: 'fail', incident };
  const isInTime = context.environment.monotonicMs() < failed.deadlineFor(prepared);
  if (prepared.restart.kind === 'supervised') {
    if (isInTime) return { kind: 'again', afterMs: prepared.restart.everyMs };
    const text = `${spec.name} not ready after ${prepared.readyTimeoutMs} ms of tries: ${incident.text}`;
    return { kind: 'fail', incident: { ...incident, kind: 'component-not-ready', text } };
  }
  const failure = prepared.readStartFailure(child?.tail() ?? '');
  return failure.addressTaken ? regain(failed, failure, incident) : { kind: 'fail', incident };
}

async function regain(
  { spec, context, tries }: FailedTry,
  failure: StartFailure,
  incident: IncidentInput,
): Promise<Next> {
  if (tries >= MAX_TRIES) return { kind: 'fail', incident: { ...incident, kind: 'port-held' } };
  const regained = await regainPorts(spec, failure, context);
  if (regained.kind === 'regained') return { kind: 'again', afterMs: 0 };
  if (regained.kind === 'not-ours') return { kind: 'fail', incident };
  return { kind: 'fail', incident: { ...incident, kind: 'port-held', text: regained.text } };
}
