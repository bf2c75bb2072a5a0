import { describeError, present, printTestId } from '#domain';
import type { Failure, Outcome, PlannedSuite, RunEvent, SuiteSpec } from '#domain';
import type { World } from '#world';
import { freeChannel, inFreshWorld } from './after-suites.ts';
import { runAttempt } from './attempt.ts';
import { silence } from './laboratory.ts';
import type { Run } from './open-run.ts';
import { WorldSupply } from './world-supply.ts';

/** How a suite came out that ran once more, besides its own verdict. */
export type Aside =
  | {
      readonly kind: 'ran';
      readonly outcome: Outcome;
      readonly failure?: Failure;
      readonly tests: readonly { readonly id: string; readonly outcome: Outcome }[];
    }
  | { readonly kind: 'blocked'; readonly why: string }
  /** What had to be done to its world first could not be done. */
  | { readonly kind: 'unfit'; readonly why: string }
  | { readonly kind: 'fault'; readonly why: string };

/** What is changed for it. */
export interface AsideInput {
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  /** Edges that its world must be able to refuse. */
  readonly refusable?: readonly string[];
  /** Called with the world once it is ready; a text is why the suite shall not run in it. */
  readonly before?: (world: World | undefined) => Promise<string | undefined>;
}

/** Runs suites once more in fresh worlds; nothing of it is journaled, and no verdict changes. All tests of a suite share a process. */
export class AsideRuns {
  readonly #run: Run;
  readonly #firstWorld: number;
  #worlds = 0;

  /** `firstWorld` keeps the names of its worlds apart from all others. */
  constructor(run: Run, firstWorld: number) {
    this.#run = run;
    this.#firstWorld = firstWorld;
  }

  async carryOut({ planned: full, spec, refusable, before }: AsideInput): Promise<Aside> {
    this.#worlds += 1;
    const number = this.#worlds;
    const { alone: _alone, ...planned } = full;
    const ends = new Map<number, Outcome>();
    const quiet = silence(this.#run);
    const request = refusable === undefined ? quiet.request : { ...quiet.request, refusable };
    const run: Run = { ...quiet, request, emit: (event) => noteEnd(ends, event) };
    const worlds = new WorldSupply(run, this.#firstWorld + number, new Map());
    return inFreshWorld(worlds, { planned, spec }, async (supply): Promise<Aside> => {
      if (supply.kind === 'blocked') return supply;
      const { world } = supply;
      try {
        const unfit = await before?.(world);
        if (unfit !== undefined) return { kind: 'unfit', why: unfit };
        const told = await runAttempt({ run, planned, spec, number, world, channel: freeChannel(run) });
        const tests = told.announced.map(({ titles, occurrence }, ordinal) => ({
          id: printTestId({ suite: planned.name, titles, occurrence }),
          outcome: ends.get(ordinal) ?? ('not-run' as const),
        }));
        return { kind: 'ran', outcome: told.outcome, tests, ...present({ failure: told.failure }) };
      } catch (error) {
        return { kind: 'fault', why: `the harness failed: ${describeError(error)}` };
      }
    });
  }
}

function noteEnd(ends: Map<number, Outcome>, event: RunEvent): void {
  if (event.kind === 'test-ended') ends.set(event.ordinal, event.outcome);
}
