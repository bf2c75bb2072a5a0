import type { Canary, Finding, PlannedSuite } from '#domain';

/** What a run knows of mocks besides what its attempts tell; both come in while the first worlds start. */
export interface RunGuard {
  /** What the scan found in the files of a suite, without what the project's ledger tolerates; waits for the scan. */
  readonly findingsOf: (planned: PlannedSuite) => Promise<readonly Finding[]>;
  /** What became of the canary of an engine; undefined where none was tried. Waits for it. */
  readonly canaryOf: (engine: string) => Promise<Canary | undefined>;
  /** Told once, when the run begins. */
  begin: (work: GuardWork) => void;
}

export interface GuardWork {
  readonly findings: Promise<ReadonlyMap<string, readonly Finding[]>>;
  readonly canaries: ReadonlyMap<string, Promise<Canary | undefined>>;
}

/** Knows nothing until it is told what is under way. */
export function openRunGuard(): RunGuard {
  let work: GuardWork | undefined;
  return {
    findingsOf: async ({ name }) => (await work?.findings)?.get(name) ?? [],
    canaryOf: async (engine) => work?.canaries.get(engine),
    begin: (given) => {
      work = given;
    },
  };
}
