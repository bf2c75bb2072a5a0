import { closeOver, findSpec, worldOf } from './make-plan.ts';
import { present } from '#domain';
import type { Incident, PlannedSuite, SuiteSpec } from '#domain';
import type { World } from '#world';
import type { Run } from './open-run.ts';
import { wantsTaps } from './open-taps.ts';

/** Components have limits of their own; this one is for all of them together, and for faults of ours. */
const START_LIMIT_MS = 300_000;
/** After so many worlds in which the same component would not start, the next suites are told at once. */
const ENOUGH_FAILED_STARTS = 2;

/** What a suite gets: a world that is ready, none because it needs none, or the incident that keeps it from running. */
export type Supply =
  | { readonly kind: 'ready'; readonly world: World | undefined }
  | { readonly kind: 'blocked'; readonly incident: Incident; readonly world: World | undefined };

/** Worlds for one worker: a fresh one for each attempt, or one kept for all its suites (`scope: run`). */
export class WorldSupply {
  readonly #run: Run;
  readonly #failedStarts: Map<string, Incident[]>;
  #kept: World | undefined;
  #count = 0;
  readonly #worker: number;

  /** `failedStarts` is shared by all workers: component → incidents of starts that failed. */
  constructor(run: Run, worker: number, failedStarts: Map<string, Incident[]>) {
    this.#run = run;
    this.#worker = worker;
    this.#failedStarts = failedStarts;
  }

  /** `isFresh` for a retry: what made the last attempt fail may lie in its world. */
  async obtain(planned: PlannedSuite, spec: SuiteSpec, isFresh: boolean): Promise<Supply> {
    if (worldOf(planned).length === 0) return { kind: 'ready', world: undefined };
    const known = this.#findHopeless(planned, spec);
    if (known !== undefined) return { kind: 'blocked', incident: known, world: undefined };
    if (isFresh) await this.close();
    const world = (await this.#reuse(planned, spec)) ?? (await this.#start(planned, spec));
    const incident = world.blockedBy(planned.closure);
    if (incident === undefined) return { kind: 'ready', world };
    this.#noteFailedStart(incident, spec);
    return { kind: 'blocked', incident, world };
  }

  /** Keeps a clean world for the next suite where worlds are shared; stops any other. */
  async release(world: World | undefined): Promise<void> {
    if (world === undefined) return;
    if (world === this.#kept && !world.isUsed()) return;
    if (world === this.#kept) this.#kept = undefined;
    await this.#stop(world);
  }

  async close(): Promise<void> {
    const world = this.#kept;
    this.#kept = undefined;
    if (world !== undefined) await this.#stop(world);
  }

  /** A second signal takes the grace away, also from a stop that has begun. */
  async #stop(world: World): Promise<void> {
    const { halt, request, emit } = this.#run;
    const { hurry } = halt;
    const leaveRoot = request.policy.keep === 'always';
    const hasten = (): void => void world.stop({ hurry: true });
    hurry.addEventListener('abort', hasten, { once: true });
    try {
      await world.stop({ hurry: hurry.aborted, leaveRoot });
      if (leaveRoot)
        emit({
          kind: 'warning',
          about: `world ${world.id}`,
          text: `its folder stays, as --keep always asks: ${world.root}`,
        });
    } finally {
      hurry.removeEventListener('abort', hasten);
    }
  }

  async #reuse(planned: PlannedSuite, spec: SuiteSpec): Promise<World | undefined> {
    const world = this.#kept;
    if (world === undefined || hasOverrides(spec)) return undefined;
    if (!world.isUsed() && world.blockedBy(planned.closure) === undefined) return world;
    await this.close();
    return undefined;
  }

  async #start(planned: PlannedSuite, spec: SuiteSpec): Promise<World> {
    const { request, context, halt, registry, watchdog, marker, directory, emit } = this.#run;
    const shared = request.plan.scope === 'run' && !hasOverrides(spec);
    const suites = shared ? request.plan.suites.filter((each) => this.#shares(each)) : [planned];
    const closure = shared ? closeOver(request.config, suites.flatMap(worldOf)) : worldOf(planned);
    this.#count += 1;
    const { config } = request;
    const taps = suites.some((each) => wantsTaps(config, findSpec(config, each))) ? this.#run.taps() : undefined;
    const { environment } = context;
    const world = await context.startWorld(
      {
        id: `w${this.#worker}.${this.#count}`,
        runId: request.runId,
        components: request.config.components.filter((component) => closure.includes(component.name)),
        envOverrides: Object.fromEntries(Object.entries(spec.with).map(([name, override]) => [name, override.env])),
        suites: suites.map((each) => each.name),
        ...present({ refusable: request.refusable }),
      },
      {
        environment,
        emit,
        kinds: context.kinds,
        tools: request.tools,
        registry,
        watchdog,
        limits: request.policy.limits,
        ...present({ hidden: request.hidden }),
        tmpRoot: context.tmpRoot,
        projectRoot: request.config.root,
        logDir: context.logDir,
        sharedDir: directory,
        marker,
        hurry: halt.hurry,
        ...present({ taps }),
      },
      { signal: halt.signal, deadlineMs: environment.monotonicMs() + START_LIMIT_MS },
    );
    if (shared) this.#kept = world;
    return world;
  }

  #shares(planned: PlannedSuite): boolean {
    return worldOf(planned).length > 0 && !hasOverrides(findSpec(this.#run.request.config, planned));
  }

  #findHopeless(planned: PlannedSuite, spec: SuiteSpec): Incident | undefined {
    if (hasOverrides(spec)) return undefined;
    return planned.closure
      .map((component) => this.#failedStarts.get(component) ?? [])
      .find((incidents) => incidents.length >= ENOUGH_FAILED_STARTS)
      ?.at(-1);
  }

  #noteFailedStart(incident: Incident, spec: SuiteSpec): void {
    const { component } = incident;
    if (component === undefined || hasOverrides(spec)) return;
    this.#failedStarts.set(component, [...(this.#failedStarts.get(component) ?? []), incident]);
  }
}

/** A suite that changes a component's variables needs a world to itself. */
function hasOverrides(spec: SuiteSpec): boolean {
  return Object.keys(spec.with).length > 0;
}
