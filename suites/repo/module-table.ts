/**
 * The one table of modules: which folder may import what, inner to outer.
 *
 * The linter's overrides (`.oxlintrc.json`) and the table in `docs/architecture.md` are printed from it by `npm run generate`,
 * and a repo test fails when either differs. A name in `imports` is another module (its face `#name`), a package, or `node`
 * for all of Node's own modules.
 */
export interface ModuleRow {
  readonly name: string;
  readonly duty: string;
  readonly imports: readonly string[];
  /** A pure module reads no clock, no randomness and no process: the same input gives the same bytes on every machine. */
  readonly pure?: true;
  /** The module may read `process` as it likes: the shell, and what runs inside a child of ours. */
  readonly ownsProcess?: true;
}

/** A folder outside `src` and what its files may import. */
export interface FolderRow {
  readonly folder: string;
  readonly imports: readonly string[];
}

export const MODULES: readonly ModuleRow[] = [
  { name: 'domain', duty: 'the words and all event types as types; exhaustive helpers', imports: [], pure: true },
  {
    name: 'config',
    duty: 'text, variables, flags and the schemas of all kinds and engines become one frozen Config and requirement registry',
    imports: ['domain', 'zod', 'yaml'],
    pure: true,
  },
  {
    name: 'journal',
    duty: 'decode, encode and recover the event stream; fold events to run state',
    imports: ['domain', 'zod'],
    pure: true,
  },
  { name: 'judge', duty: 'facts become causes with categories; one rule per file', imports: ['domain'], pure: true },
  {
    name: 'assess',
    duty: 'causes become severity, plan, projection, gates, criteria and decision',
    imports: ['domain'],
    pure: true,
  },
  { name: 'report', duty: 'assessment becomes Markdown, JSON and JUnit text', imports: ['domain'], pure: true },
  {
    name: 'facts',
    duty: 'exits, log excerpts, exchanges and frames become typed fact events',
    imports: ['domain'],
    pure: true,
  },
  {
    name: 'experiment',
    duty: 'causes whose verdict is thin become requests for experiments',
    imports: ['domain'],
    pure: true,
  },
  {
    name: 'guard',
    duty: 'no mocks: the static scan, the guard inside test processes, the ledger',
    imports: ['domain', 'oxc-parser', 'yaml', 'node'],
  },
  {
    name: 'child',
    duty: 'child processes: session, bounded capture, deadline, tree facts, tree kill, watchdog, sampler',
    imports: ['domain', 'execa', 'node'],
  },
  {
    name: 'contact',
    duty: 'taps between parts of a world, reading of wire protocols, levels of contact',
    imports: ['domain', 'child', 'node'],
  },
  {
    name: 'provision',
    duty: 'find, obtain and identify MediaMTX and FFmpeg',
    imports: ['domain', 'child', 'undici', 'semver', 'node'],
  },
  {
    name: 'component',
    duty: 'one file per kind: options, preparation, probes, identity, stop',
    imports: ['domain', 'child', 'provision', 'ws', 'undici', 'zod', 'node'],
  },
  {
    name: 'world',
    duty: 'leases, directories, order, proof of readiness, incidents, control socket, stop and verification',
    imports: ['domain', 'child', 'contact', 'component', 'get-port', 'tmp-promise', 'node'],
  },
  {
    name: 'engine',
    duty: 'one file per engine, with the plug-in files that run inside its children',
    imports: ['domain', 'mocha', 'saxes', 'zod', 'node'],
  },
  {
    name: 'runner',
    duty: 'plan becomes worlds and children, which become events; the only owner of live run state',
    imports: ['domain', 'child', 'contact', 'world', 'engine', 'facts', 'guard', 'p-limit', 'node'],
  },
  {
    name: 'kit',
    duty: 'what suite authors import',
    imports: ['domain', 'ws', 'undici', 'zod', 'node'],
    ownsProcess: true,
  },
  {
    name: 'store',
    duty: 'run directories, the append sink, atomic writes, latest, retention',
    imports: ['domain', 'journal', 'node'],
  },
  { name: 'display', duty: 'events become lines on a terminal', imports: ['domain', 'chalk'] },
  {
    name: 'cli',
    duty: 'the commands; the only access to process, environment and exit; the exit-code map',
    imports: [
      'domain',
      'config',
      'journal',
      'judge',
      'assess',
      'report',
      'facts',
      'experiment',
      'guard',
      'child',
      'contact',
      'provision',
      'component',
      'world',
      'engine',
      'runner',
      'store',
      'display',
      'commander',
      'zod',
      'node',
    ],
    ownsProcess: true,
  },
];

export const FOLDERS: readonly FolderRow[] = [
  { folder: 'suites/camera', imports: ['reality-harness', 'reality-harness/kit', 'node'] },
  {
    folder: 'suites/self',
    imports: [
      'domain',
      'journal',
      'kit',
      'fast-check',
      'ws',
      'undici',
      'yaml',
      '../../fixtures/guard/hostile/*.ts',
      'node',
      '../../fixtures/*.ts',
      '../../fixtures/foreign/*.ts',
      '../../fixtures/guard/listed/*.ts',
    ],
  },
  {
    folder: 'suites/repo',
    imports: [
      'domain',
      'config',
      'journal',
      'judge',
      'assess',
      'report',
      'guard',
      'component',
      'engine',
      'store',
      'cli',
      'fast-check',
      'oxc-parser',
      'yaml',
      'zod',
      'node',
      '../faults/*.ts',
      '../../fixtures/guard/listed/*.ts',
      '../../fixtures/tools/*.ts',
    ],
  },
  {
    folder: 'suites/conformance',
    imports: ['domain', 'node', '../self/*.ts', '../../fixtures/conformance/*.ts', '../../fixtures/foreign/*.ts'],
  },
  {
    folder: 'suites/bench',
    imports: [
      'domain',
      'contact',
      'journal',
      'node',
      '../self/*.ts',
      '../mutants/*.ts',
      '../../fixtures/foreign/*.ts',
      '../../fixtures/tools/*.ts',
    ],
  },
  {
    folder: 'suites/faults',
    imports: ['domain', 'journal', 'judge', 'store', 'yaml', 'node', '../mutants/*.ts'],
  },
  { folder: 'suites/mutants', imports: ['yaml', 'node', '../self/*.ts'] },
  { folder: 'fixtures/camera-service', imports: ['ws', 'fast-check', 'node'] },
  {
    folder: 'fixtures/tools',
    imports: [
      'domain',
      'config',
      'child',
      'journal',
      'judge',
      'assess',
      'fast-check',
      'provision',
      'engine',
      'world',
      'component',
      'runner',
      'store',
      'zod',
      'node',
    ],
  },
  { folder: 'fixtures/suites', imports: ['mocha', 'node'] },
  { folder: 'fixtures/conformance', imports: ['domain', 'node'] },
  { folder: 'fixtures/foreign', imports: ['provision', 'node'] },
  { folder: 'fixtures/guard', imports: ['node'] },
  { folder: 'fixtures/programs', imports: ['kit', 'ws', 'node'] },
];

/** What a test beside the code may import on top of its module's row. */
export const TEST_IMPORTS: readonly string[] = [
  'node',
  'fast-check',
  '../../fixtures/tools/*.ts',
  '../../fixtures/foreign/*.ts',
  '../../fixtures/guard/hostile/*.ts',
];
