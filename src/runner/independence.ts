import { findReferences, isGreen, oneLine } from '#domain';
import type { Independence, Outcome, PlannedSuite, SuiteSpec } from '#domain';
import { FIRST_WORLD } from './after-suites.ts';
import { closeOver, findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';
import { AsideRuns } from './run-aside.ts';
import type { Aside } from './run-aside.ts';

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
  readonly #asides: AsideRuns;

  constructor(run: Run) {
    this.#run = run;
    this.#asides = new AsideRuns(run, FIRST_WORLD.independence);
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
    const { uses: _uses, ...rest } = planned;
    const smaller = { ...rest, closure: world };
    const aside = await this.#asides.carryOut({ planned: smaller, spec: shrink(spec, requires, world) });
    const { outcome, note } = describeAside(aside);
    if (this.#run.halt.signal.aborted) return undefined;
    const found: Independence = { suite: planned.name, removed, world, outcome, note: oneLine(note, MAX_NOTE) };
    this.#run.emit({ kind: 'independence-found', independence: found });
    return outcome;
  }
}

function describeAside(aside: Aside): Pick<Independence, 'outcome' | 'note'> {
  if (aside.kind === 'blocked') return { outcome: 'blocked', note: aside.why };
  if (aside.kind !== 'ran') return { outcome: 'errored', note: aside.why };
  const { outcome, failure } = aside;
  return { outcome, note: isGreen(outcome) ? 'it came out as before' : (failure?.message ?? outcome) };
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
