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
  {
    name: 'case',
    duty: 'one failure with everything around it: what was compared, asked, told, given and promised',
    imports: ['domain'],
    pure: true,
  },
  {
    name: 'rule',
    duty: 'what speaks for which category, with what evidence and remedy; one rule per file',
    imports: ['domain', 'case'],
    pure: true,
  },
  {
    name: 'judge',
    duty: 'failures become verdicts, and verdicts of one fault become one cause',
    imports: ['domain', 'case', 'rule'],
    pure: true,
  },
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
