import type { Child } from '#child';
import type { ComponentKind, Prepared } from '#component';
import type { ChildEnd, ComponentSpec, ComponentState, Patience } from '#domain';
import { watchComponent } from './component-watch.ts';
import { decideNext } from './decide-next.ts';
import { describeChildEnd } from './describe-end.ts';
import { describeLoss, describeUnprepared } from './describe-failure.ts';
import type { IncidentInput } from './incident-book.ts';
import type { Launch } from './launch-component.ts';
import { launchComponent } from './launch-component.ts';
import { noteBegin } from './component-logs.ts';
import type { LogBegin } from './component-logs.ts';
import type { LiveContext } from './live-context.ts';
import type { ProbeFacts } from './prove-ready.ts';
import { pause, untilAborted } from './waiting.ts';

type DeadlineFor = (prepared: Prepared) => number;

/** One component of a running world: its state, its process, and what happens when it is lost. */
export class LiveComponent {
  readonly spec: ComponentSpec;
  readonly context: LiveContext;
  readonly kind: ComponentKind<unknown>;
  private currentState: ComponentState = 'waiting';
  private currentChild: Child | undefined;
  private currentPrepared: Prepared | undefined;
  /** Where in its log each of its processes began, and which these were. */
  readonly logBegins: LogBegin[] = [];
  readonly pidsSoFar: Set<number> = new Set<number>();
  /** A suite stopped, killed or paused it, or never started it. */
  wasHeldDown = false;
  /** Aborted when the component is no longer meant to be up. */
  private wanted = new AbortController();
  /** The start in hand, then the supervision of what was started. */
  private work: Promise<unknown> = Promise.resolve();

  constructor(spec: ComponentSpec, kind: ComponentKind<unknown>, context: LiveContext) {
    this.spec = spec;
    this.kind = kind;
    this.context = context;
  }

  get state(): ComponentState {
    return this.currentState;
  }

  /** The process that runs now. */
  get child(): Child | undefined {
    return this.currentChild;
  }

  get prepared(): Prepared | undefined {
    return this.currentPrepared;
  }

  get pid(): number {
    return this.currentChild?.pid ?? 0;
  }

  enter(state: ComponentState, note: string): void {
    this.currentState = state;
    const { context, pid } = this;
    const afterMs = Math.round(context.environment.monotonicMs() - context.startedMs);
    const about = { world: context.request.id, component: this.spec.name };
    context.emit({ kind: 'component-state', ...about, state, pid, afterMs, note });
  }

  /** Ready once more: what was open about it has ended. */
  enterReady(saw: string): void {
    const { incidents, provedPorts } = this.context;
    for (const { port } of this.currentPrepared?.listens ?? []) provedPorts.add(port);
    incidents.closeAll(this.spec.name, saw);
    this.enter('ready', saw);
  }

  /** It cannot be up; an incident says why. */
  fail(incident: IncidentInput): void {
    this.enter('failed', incident.text);
    this.context.incidents.openIncident(incident);
  }

  /** True when it was proved ready; else an incident tells why, unless the start was given up. */
  async start(patience: Patience): Promise<boolean> {
    this.wanted = new AbortController();
    const started = this.tryUntilReady(patience, this.wanted.signal);
    this.work = started;
    const isReady = await started;
    if (!isReady) return false;
    await this.context.relays.look();
    this.work = this.maintain(this.wanted.signal);
    return true;
  }

  /** It stays down until somebody starts it. Undefined when there was no process to end. */
  async stop(graceMs: number): Promise<ChildEnd | undefined> {
    await this.letGo();
    const child = this.currentChild;
    if (child === undefined) {
      if (this.currentState !== 'failed') this.enter('stopped', '');
      return undefined;
    }
    this.enter('stopping', '');
    const end = await child.stop('asked', { graceMs });
    await this.context.relays.look();
    this.enter('stopped', describeChildEnd(end));
    return end;
  }

  /** SIGKILL to its process alone, as a crash would be; what it leaves behind stays until the world ends. */
  async kill(): Promise<void> {
    this.wanted.abort();
    this.currentChild?.signal('SIGKILL');
    await this.currentChild?.ended;
    await this.letGo();
    await this.context.relays.look();
    this.enter('exited', 'killed on demand');
  }

  /** It was told to end and had to be killed. */
  tellNotStopped(end: ChildEnd, graceMs: number): void {
    const text = `${this.spec.name} did not end within ${Math.round(graceMs)} ms of its stop signal and was killed`;
    this.context.incidents.openIncident({
      kind: 'component-not-stopped',
      component: this.spec.name,
      text,
      end,
      logTail: '',
    });
  }

  private async letGo(): Promise<void> {
    this.wanted.abort();
    await this.work;
  }

  private async tryUntilReady(patience: Patience, wanted: AbortSignal): Promise<boolean> {
    const { environment, life } = this.context;
    const signal = AbortSignal.any([patience.signal, life, wanted]);
    const startedMs = environment.monotonicMs();
    const deadlineFor: DeadlineFor = (prepared) => Math.min(patience.deadlineMs, startedMs + prepared.readyTimeoutMs);
    this.enter('starting', '');
    let facts: ProbeFacts = {};
    for (let tries = 1; ; tries += 1) {
      const launch = await this.launch(signal, deadlineFor);
      if (signal.aborted) return false;
      if (launch.kind === 'tried' && launch.proof.kind === 'ready') {
        this.enterReady(launch.proof.saw);
        return true;
      }
      // The last try of many may have had no time to look.
      if (launch.kind === 'tried') facts = { ...facts, ...launch.facts };
      const next = await decideNext({ spec: this.spec, context: this.context, launch, facts, tries, deadlineFor });
      if (next.kind === 'fail') {
        await this.currentChild?.stop('asked');
        this.fail(next.incident);
        return false;
      }
      await pause(next.afterMs, signal);
    }
  }

  /** Until it is not wanted any more: brings back what is supervised, tells of the loss of what is not. */
  private async maintain(wanted: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([this.context.life, wanted]);
    const { watch } = this.currentPrepared ?? {};
    const watching = watch === undefined ? undefined : watchComponent(this, watch, signal);
    // Asked once: a publisher that is brought back often must not leave a listener each time.
    const unwanted = untilAborted(signal);
    let child = this.currentChild;
    while (child !== undefined) {
      await Promise.race([child.ended, unwanted]);
      if (signal.aborted) break;
      child = await this.reactToLoss(child, await child.ended, signal);
    }
    await watching;
  }

  /** The process that took the place of the lost one, if it is of a kind that is brought back. */
  private async reactToLoss(child: Child, end: ChildEnd, signal: AbortSignal): Promise<Child | undefined> {
    const { context, spec, currentPrepared: prepared } = this;
    if (prepared === undefined) return undefined;
    if (prepared.restart.kind === 'supervised') return this.revive(describeExit(prepared, child, end), signal);
    this.enter('exited', describeChildEnd(end));
    await context.relays.look();
    context.incidents.openIncident(await describeLoss({ component: spec.name, prepared, child, context }, end));
    return undefined;
  }

  /** A publisher that lost its path or its server tries again until both are back. */
  private async revive(lostWhy: string, signal: AbortSignal): Promise<Child | undefined> {
    this.enter('exited', lostWhy);
    this.tellLostPublisher(lostWhy);
    for (let why = lostWhy; ;) {
      const { restart } = this.currentPrepared ?? {};
      await pause(restart?.kind === 'supervised' ? restart.everyMs : 0, signal);
      if (signal.aborted) return undefined;
      const launch = await this.launch(signal, () => Number.POSITIVE_INFINITY);
      if (signal.aborted) return undefined;
      if (launch.kind === 'unprepared') {
        this.fail(describeUnprepared(this.spec.name, launch.error));
        return undefined;
      }
      if (launch.proof.kind === 'ready') {
        this.enterReady(launch.proof.saw);
        return launch.child;
      }
      const next = await describeRefusal(launch);
      // The same refusal four times a second is one fact.
      if (next !== why) this.tellLostPublisher(next);
      why = next;
    }
  }

  private tellLostPublisher(why: string): void {
    const { emit, request } = this.context;
    emit({ kind: 'publisher-lost', world: request.id, component: this.spec.name, why });
  }

  private async launch(signal: AbortSignal, deadlineFor: DeadlineFor): Promise<Launch> {
    const { spec, kind, context } = this;
    const onChild = (child: Child): void => {
      this.logBegins.push(noteBegin(context.componentLogDir, spec.name, child));
      this.currentChild = child;
      this.pidsSoFar.add(child.pid);
      void this.forgetAtEnd(child);
    };
    const launch = await launchComponent({ spec, kind, context, signal, deadlineFor, onChild });
    if (launch.kind === 'tried') this.currentPrepared = launch.prepared;
    return launch;
  }

  private async forgetAtEnd(child: Child): Promise<void> {
    await child.ended;
    if (this.currentChild === child) this.currentChild = undefined;
  }
}

function describeExit(prepared: Prepared, child: Child, end: ChildEnd): string {
  const { sentence } = prepared.readStartFailure(child.tail());
  return sentence === '' ? describeChildEnd(end) : `${describeChildEnd(end)}: ${sentence}`;
}

async function describeRefusal({ proof, prepared, child }: Extract<Launch, { kind: 'tried' }>): Promise<string> {
  if (proof.kind === 'ended' && child !== undefined) return describeExit(prepared, child, proof.end);
  await child?.stop('asked');
  return proof.kind === 'foreign' || proof.kind === 'unfit' ? proof.saw : proof.kind;
}
