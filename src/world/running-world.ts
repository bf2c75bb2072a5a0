import { removeOwnerFile } from '#child';
import type { Redact, SeenProcess } from '#child';
import type { Access, EdgeRefusal } from '#contact';
import type { ControlReply, ControlRequest, Incident, Patience, ProbeFact, WorldFile } from '#domain';
import { describeError, makeWorldVariables } from '#domain';
import type { ControlServer } from './control-server.ts';
import { logFileOf } from './component-logs.ts';
import { startControlServer } from './control-server.ts';
import { carryOut } from './control-verbs.ts';
import type { SuiteAudience } from './describe-world.ts';
import { describeWorld } from './describe-world.ts';
import { examineComponents } from './examine.ts';
import { keepArtifacts } from './keep-artifacts.ts';
import type { LiveComponent } from './live-component.ts';
import type { LiveContext } from './live-context.ts';
import type { StopOptions } from './stop-options.ts';
import { stopComponents, verifyGone } from './stop-world.ts';
import type { ComponentLog, World, WorldStop, WorldContact } from './types.ts';
import { openWorldContact } from './world-contact.ts';
import type { WorldTaps } from './world-taps.ts';
import type { WorldDirectories } from './world-directories.ts';

export interface WorldParts {
  readonly live: LiveContext;
  /** In the order of requirements. */
  readonly parts: ReadonlyMap<string, LiveComponent>;
  readonly directories: WorldDirectories;
  readonly life: AbortController;
}

const HOLDS_DOWN: ReadonlySet<ControlRequest['verb']> = new Set(['stop', 'kill', 'pause', 'restart']);

/** A world from its first directory to its last; see `World` for what each member promises. */
export class RunningWorld implements World {
  readonly live: LiveContext;
  /** In the order of requirements. */
  readonly parts: ReadonlyMap<string, LiveComponent>;
  /** Between those who ask and those who answer; none where they are switched off. */
  readonly taps: WorldTaps;
  readonly contact: WorldContact;
  private readonly directories: WorldDirectories;
  private readonly life: AbortController;
  private readonly hurry = new AbortController();
  private readonly over = new AbortController();
  private readonly queues = new Map<string, Promise<void>>();
  private control: ControlServer | undefined;
  private suite = '';
  private isControlled = false;
  private stopped: Promise<WorldStop> | undefined;

  constructor({ live, parts, directories, life }: WorldParts) {
    this.live = live;
    this.parts = parts;
    this.taps = live.relays;
    this.contact = openWorldContact({ live, parts });
    this.directories = directories;
    this.life = life;
    const hurryUp = (): void => this.hurry.abort();
    live.hurry?.addEventListener('abort', hurryUp, { once: true, signal: this.over.signal });
    if (live.hurry?.aborted === true) hurryUp();
  }

  get id(): string {
    return this.live.request.id;
  }

  get root(): string {
    return this.directories.root;
  }

  get dirs(): Readonly<Record<string, string>> {
    return this.live.dirs;
  }

  get nonce(): string {
    return this.live.nonce;
  }

  get secrets(): readonly string[] {
    return this.live.secrets;
  }

  get redact(): Redact {
    return this.live.redact;
  }

  /** Opens the control socket. */
  async listen(): Promise<void> {
    this.control = await startControlServer(this.directories.controlSocket, async (request) => this.answer(request));
  }

  blockedBy(closure: readonly string[]): Incident | undefined {
    return this.live.incidents.firstOpen(closure);
  }

  async lost(closure: readonly string[], signal: AbortSignal): Promise<Incident> {
    return this.live.incidents.waitForLoss(closure, signal);
  }

  describe(suite: SuiteAudience): WorldFile {
    return describeWorld(this.live, this.parts, suite, this.directories.controlSocket);
  }

  variables(file: WorldFile): Readonly<Record<string, string>> {
    return makeWorldVariables(file);
  }

  logs(): readonly ComponentLog[] {
    return [...this.parts.values()]
      .filter(({ logBegins }) => logBegins.length > 0)
      .map(({ spec, logBegins }) => ({
        component: spec.name,
        file: logFileOf(this.live.componentLogDir, spec.name),
        begins: logBegins,
      }));
  }

  async examine(patience: Patience): Promise<readonly ProbeFact[]> {
    return examineComponents([...this.parts.values()], patience, this.live.environment);
  }

  accesses(): readonly Access[] {
    return this.live.accessWitness?.accesses() ?? [];
  }

  programs(): readonly SeenProcess[] {
    return this.live.scope.history().processes;
  }

  ownerOf(port: number): string | undefined {
    return this.live.book.ownerOf(port);
  }

  async refuse(edge: string): Promise<EdgeRefusal> {
    return this.taps.refuse(edge);
  }

  async allow(edge: string): Promise<void> {
    await this.taps.allow(edge);
  }

  isUsed(optional: readonly string[] = []): boolean {
    return this.isControlled || this.live.incidents.hasUnintended(optional);
  }

  serve(suite: string): void {
    this.suite = suite;
  }

  async keep(into: string): Promise<void> {
    await keepArtifacts(this.live.dirs, into, this.live.redact);
  }

  async stop(options: StopOptions = {}): Promise<WorldStop> {
    if (options.hurry === true) this.hurry.abort();
    this.stopped ??= this.stopOnce(options);
    return this.stopped;
  }

  private async stopOnce({ leaveRoot = false }: StopOptions): Promise<WorldStop> {
    const { live, parts, directories, hurry } = this;
    const startedMs = live.environment.monotonicMs();
    this.life.abort();
    await this.control?.close();
    await Promise.all(this.queues.values());
    await stopComponents(parts, live, hurry.signal);
    await this.taps.drop();
    const survivors = await verifyGone(live, leaveRoot ? undefined : directories.root);
    await live.accessWitness?.close();
    live.watchdog.release(directories.root);
    if (leaveRoot) removeOwnerFile(directories.root);
    live.scope.close();
    this.over.abort();
    const tookMs = Math.round(live.environment.monotonicMs() - startedMs);
    live.emit({ kind: 'world-stopped', world: this.id, tookMs, survivors, used: this.isUsed() });
    return { survivors, tookMs };
  }

  /** One verb at a time per component; different components do not wait for each other. */
  private async answer(request: ControlRequest): Promise<ControlReply> {
    const component = this.parts.get(request.component);
    if (component === undefined) {
      const known = [...this.parts.keys()].join(', ');
      return { id: request.id, ok: false, error: `no component ${request.component}; there are ${known}` };
    }
    const before = this.queues.get(request.component) ?? Promise.resolve();
    const work = before.then(async () => this.carryOut(request, component));
    this.queues.set(
      request.component,
      work.then(() => undefined),
    );
    return work;
  }

  private async carryOut(request: ControlRequest, component: LiveComponent): Promise<ControlReply> {
    const { id, verb, entry } = request;
    if (verb !== 'status') this.isControlled = true;
    if (HOLDS_DOWN.has(verb)) component.wasHeldDown = true;
    const error = await carryOut(request, component, this.suite).then(
      () => undefined,
      (thrown: unknown) => describeError(thrown),
    );
    const result = error === undefined ? { ok: true } : { ok: false, error };
    if (verb !== 'status') {
      const about = { world: this.id, suite: this.suite, verb, component: component.spec.name };
      this.live.emit({ kind: 'control-used', ...about, ...(entry === undefined ? {} : { entry }), ...result });
    }
    if (error !== undefined) return { id, ok: false, error };
    return { id, ok: true, state: component.state, pid: component.pid };
  }
}
