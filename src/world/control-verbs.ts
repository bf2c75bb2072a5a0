import { readStat, waitUntil } from '#child';
import type { ControlRequest, ControlVerb } from '#domain';
import { unreachable } from '#domain';
import { describeChildEnd } from './describe-end.ts';
import type { LiveComponent } from './live-component.ts';
import { proveReady } from './prove-ready.ts';

const STOP_PROOF_MS = 2000;

type Deed = (component: LiveComponent, suite: string, entry: string | undefined) => Promise<void>;

const DEEDS: Readonly<Record<ControlVerb, Deed>> = {
  status: async () => Promise.resolve(),
  plug: async (component, _suite, entry) => changeEntry(component, 'plug', entry),
  unplug: async (component, _suite, entry) => changeEntry(component, 'unplug', entry),
  start,
  stop,
  kill,
  restart: async (component, suite) => {
    if (component.child !== undefined) await stop(component, suite);
    await start(component);
  },
  pause,
  resume,
};

/** Does one verb and returns when its effect is proved; throws a sentence when it cannot be done. */
export async function carryOut(
  { verb, entry }: ControlRequest,
  component: LiveComponent,
  suite: string,
): Promise<void> {
  await DEEDS[verb](component, suite, entry);
}

async function changeEntry(
  component: LiveComponent,
  verb: 'plug' | 'unplug',
  entry: string | undefined,
): Promise<void> {
  const { entries } = component.prepared ?? {};
  if (entries === undefined) throw new Error(`${component.spec.name} has no entries to ${verb}`);
  if (entry === undefined) throw new Error(`${verb} needs the name of an entry`);
  await entries[verb](entry);
}

async function start(component: LiveComponent): Promise<void> {
  const { name } = component.spec;
  if (component.child !== undefined) throw new Error(`${name} runs already`);
  const isReady = await component.start({ signal: component.context.life, deadlineMs: Number.POSITIVE_INFINITY });
  if (!isReady)
    throw new Error(component.context.incidents.firstOpen([name])?.text ?? `the start of ${name} was given up`);
}

async function stop(component: LiveComponent, suite: string): Promise<void> {
  requireProcess(component, 'stop');
  tellIntent(component, 'component-exited', `stopped by ${suite}`);
  const graceMs = component.prepared?.stop.graceMs ?? 0;
  const end = await component.stop(graceMs);
  if (end?.signal === 'SIGKILL') component.tellNotStopped(end, graceMs);
}

async function kill(component: LiveComponent, suite: string): Promise<void> {
  requireProcess(component, 'kill');
  tellIntent(component, 'component-exited', `killed by ${suite}`);
  await component.kill();
}

async function pause(component: LiveComponent, suite: string): Promise<void> {
  const child = requireProcess(component, 'pause');
  if (component.state !== 'ready') throw new Error(`${component.spec.name} is ${component.state}, not ready`);
  tellIntent(component, 'component-hung', `paused by ${suite}`);
  component.enter('paused', `by ${suite}`);
  child.signal('SIGSTOP');
  const { environment, life } = component.context;
  const patience = { signal: life, deadlineMs: environment.monotonicMs() + STOP_PROOF_MS };
  const proof = await waitUntil(environment, patience, () => (readStat(child.pid)?.state === 'T' ? true : undefined));
  if (proof.kind !== 'seen')
    throw new Error(`${component.spec.name} did not stop: state ${readStat(child.pid)?.state ?? 'gone'}`);
}

async function resume(component: LiveComponent): Promise<void> {
  const child = requireProcess(component, 'resume');
  const { context, prepared } = component;
  if (component.state !== 'paused' || prepared === undefined) throw new Error(`${component.spec.name} is not paused`);
  child.signal('SIGCONT');
  const deadlineMs = context.environment.monotonicMs() + prepared.readyTimeoutMs;
  const { proof } = await proveReady(
    { prepared, child, scope: context.scope },
    { signal: context.life, deadlineMs },
    context.environment,
  );
  switch (proof.kind) {
    case 'ready':
      return component.enterReady(proof.saw);
    case 'ended':
      throw new Error(`${component.spec.name} ${describeChildEnd(proof.end)} after it was resumed`);
    case 'not-ready':
      throw new Error(`${component.spec.name} not ready after it was resumed: ${proof.lastSaw}`);
    case 'foreign':
    case 'unfit':
      throw new Error(proof.saw);
    case 'aborted':
      throw new Error('the world stops');
    default:
      return unreachable(proof);
  }
}

/** The time in which it is down belongs to the suite: nobody is blamed for it. */
function tellIntent(component: LiveComponent, kind: 'component-exited' | 'component-hung', how: string): void {
  const { name } = component.spec;
  component.context.incidents.openIncident({ kind, component: name, text: `${name} was ${how}`, intended: true });
}

function requireProcess(component: LiveComponent, verb: ControlVerb): NonNullable<LiveComponent['child']> {
  const { child } = component;
  if (child === undefined)
    throw new Error(`${component.spec.name} is ${component.state} and has no process to ${verb}`);
  return child;
}
