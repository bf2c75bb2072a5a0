import type { PlannedSuite, SuiteSpec } from '#domain';
import type { World } from '#world';
import type { Run } from './open-run.ts';
import type { Supply, WorldSupply } from './world-supply.ts';

export interface LaneWorldInput {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly worlds: WorldSupply;
  /** Where what is worth keeping of a world goes, when it is. */
  readonly keepIn: (world: World) => string | undefined;
}

/** The world of one worker for a suite whose tests run alone: they share it as long as it is as clean as it began. */
export class LaneWorld {
  readonly #input: LaneWorldInput;
  #world: World | undefined;

  constructor(input: LaneWorldInput) {
    this.#input = input;
  }

  /** `isFresh` for a retry: what made the test fail may lie in its world. */
  async obtain(isFresh: boolean): Promise<Supply> {
    const { planned, spec, worlds } = this.#input;
    if (!isFresh && this.#isClean()) return { kind: 'ready', world: this.#world };
    await this.release();
    const supply = await worlds.obtain(planned, spec, isFresh);
    this.#world = supply.world;
    if (supply.kind === 'ready') supply.world?.serve(planned.name);
    return supply;
  }

  async release(): Promise<void> {
    const { worlds, keepIn } = this.#input;
    const world = this.#world;
    this.#world = undefined;
    try {
      const into = world === undefined ? undefined : keepIn(world);
      if (into !== undefined) await world?.keep(into);
    } finally {
      await worlds.release(world);
    }
  }

  #isClean(): boolean {
    const { closure, uses } = this.#input.planned;
    if (this.#world === undefined) return false;
    return !this.#world.isUsed(uses) && this.#world.blockedBy(closure) === undefined;
  }
}
