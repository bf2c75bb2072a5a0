import path from 'node:path';
import { makeChildEnv, putToolsFirst } from '#child';
import { makeNonceFilter } from '#domain';
import type { Lane, PlannedSuite } from '#domain';
import { EXCHANGE_RECORDER } from '#engine';
import type { AttemptPlace } from './attempt-place.ts';
import { joinNodeOptions } from './node-options.ts';
import type { Run } from './open-run.ts';

/** Only unit tests may replace the world. */
const MOCKS_ALLOWED: readonly Lane[] = ['unit'];

export interface SuiteEnvironmentInput {
  readonly run: Run;
  readonly planned: PlannedSuite;
  /** The suite's own variables, references resolved. */
  readonly own: Readonly<Record<string, string>>;
  readonly place: AttemptPlace;
  readonly nonce: string;
  /** Of the process. */
  readonly timeoutMs: number;
  readonly events: string;
  /** The world as flat variables and the path of its file; empty without a world. */
  readonly world: Readonly<Record<string, string>>;
}

/** The whole environment of a suite: allow-listed base, facts of the run, the world, then what the suite itself asks for. */
export function makeSuiteEnvironment(input: SuiteEnvironmentInput): Readonly<Record<string, string>> {
  const { run, planned, own, place } = input;
  const { environment } = run.context;
  const isUnit = MOCKS_ALLOWED.includes(planned.lane);
  // What the user has set for his Node programs holds beside what a suite asks for.
  const nodeOptions = joinNodeOptions(
    [environment.env['NODE_OPTIONS'], own['NODE_OPTIONS']],
    isUnit ? [] : [EXCHANGE_RECORDER],
  );
  const searchPath = own['PATH'];
  const base = makeChildEnv(environment, run.request.tools);
  return {
    ...base,
    TMPDIR: place.tmp,
    ...input.world,
    REALITY_RUN_ID: run.request.runId,
    REALITY_SUITE: planned.name,
    REALITY_NONCE: input.nonce,
    REALITY_NONCE_FILTER: makeNonceFilter(input.nonce),
    REALITY_TMP: place.scratch,
    REALITY_ARTIFACTS: place.artifacts,
    REALITY_DEADLINE_MS: String(input.timeoutMs),
    REALITY_EVENTS: input.events,
    REALITY_EXCHANGES: place.exchanges,
    ...(isUnit ? {} : { FORBID_MOCKS: '1' }),
    ...own,
    ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    // Our tools stay first.
    ...(searchPath === undefined ? {} : { PATH: putToolsFirst(searchPath, run.request.tools) }),
  };
}

/** Folders of an engine before those that the variables hold already. */
export function putFirst(
  folders: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(folders);
  return Object.fromEntries(
    entries.map(([name, folder]) => [name, [folder, env[name]].filter(Boolean).join(path.delimiter)]),
  );
}
