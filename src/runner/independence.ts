import { describeError, findReferences, isGreen, oneLine } from '#domain';
import type { Independence, Outcome, PlannedSuite, SuiteSpec } from '#domain';
import { runAttempt } from './attempt.ts';
import { silence } from './laboratory.ts';
import { closeOver, findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';
import { WorldSupply } from './world-supply.ts';

/** So that no world of these has the name of a suite's or of an experiment's. */
const FIRST_WORLD = 2000;
const MAX_NOTE = 300;

/**
 * Runs each suite that has passed once more for each component that it requires, without that one; then without all of those that it did
 * not miss. Where suites share a world, also in a world of its own. What is found is journaled, and nothing else of these runs.
 */
export async function proveIndependence(run: Run, passed: ReadonlySet<string>): Promise<void> {
  const prover = new Prover(run);
  for (const planned of run.request.plan.suites) {
    if (!passed.has(planned.name) || planned.repeat > 1 || planned.closure.length === 0) continue;
    if (run.halt.signal.aborted) return;
    await prover.prove(planned);
  }
}

class Prover {
  readonly #run: Run;
  readonly #quiet: Run;
  #worlds = FIRST_WORLD;

  constructor(run: Run) {
    this.#run = run;
    this.#quiet = silence(run);
  }

  async prove(planned: PlannedSuite): Promise<void> {
    const spec = findSpec(this.#run.request.config, planned);
    if (this.#run.request.plan.scope === 'run') await this.#tryWithout(planned, spec, []);
    const unneeded: string[] = [];
    for (const name of spec.requires) {
      const outcome = await this.#tryWithout(planned, spec, [name]);
      if (outcome === 'passed') unneeded.push(name);
    }
    // What is not missed one at a time may be missed together.
    if (unneeded.length > 1) await this.#tryWithout(planned, spec, unneeded);
  }

  /** Undefined when leaving them out changes nothing, because what stays requires them. */
  async #tryWithout(planned: PlannedSuite, spec: SuiteSpec, removed: readonly string[]): Promise<Outcome | undefined> {
    const requires = spec.requires.filter((name) => !removed.includes(name));
    const world = closeOver(this.#run.request.config, requires);
    if (this.#run.halt.signal.aborted || removed.some((name) => world.includes(name))) return undefined;
    const { uses: _uses, alone: _alone, ...rest } = planned;
    const smaller = { ...rest, closure: world };
    const { outcome, note } = await this.#runIn(smaller, shrink(spec, requires, world));
    if (this.#run.halt.signal.aborted) return undefined;
    const found: Independence = { suite: planned.name, removed, world, outcome, note: oneLine(note, MAX_NOTE) };
    this.#run.emit({ kind: 'independence-found', independence: found });
    return outcome;
  }

  async #runIn(planned: PlannedSuite, spec: SuiteSpec): Promise<Pick<Independence, 'outcome' | 'note'>> {
    this.#worlds += 1;
    const number = this.#worlds - FIRST_WORLD;
    const worlds = new WorldSupply(this.#quiet, this.#worlds, new Map());
    const [channel] = this.#run.channels;
    if (channel === undefined) throw new Error('a run without channels');
    const supply = await worlds.obtain(planned, spec, true);
    try {
      if (supply.kind === 'blocked') return { outcome: 'blocked', note: supply.incident.text };
      supply.world?.serve(planned.name);
      const told = await runAttempt({ run: this.#quiet, planned, spec, number, world: supply.world, channel });
      if (isGreen(told.outcome)) return { outcome: told.outcome, note: 'it came out as before' };
      return { outcome: told.outcome, note: told.failure?.message ?? told.outcome };
    } catch (error) {
      return { outcome: 'errored', note: `the harness failed: ${describeError(error)}` };
    } finally {
      await worlds.release(supply.world);
    }
  }
}

/** The suite as it would stand in the configuration: what refers to a component that is not there is left out. */
function shrink(spec: SuiteSpec, requires: readonly string[], world: readonly string[]): SuiteSpec {
  const isThere = (name: string | undefined): boolean => name !== undefined && world.includes(name);
  const env = Object.entries(spec.env).filter(([, text]) =>
    findReferences(text).every(({ path: [name] }) => name === 'dirs' || isThere(name)),
  );
  return {
    ...spec,
    requires,
    uses: [],
    env: Object.fromEntries(world.length === 0 ? env.filter(([, text]) => findReferences(text).length === 0) : env),
    secrets: spec.secrets.filter((secret) => isThere(secret.split('.')[0])),
    with: Object.fromEntries(Object.entries(spec.with).filter(([name]) => isThere(name))),
  };
}
