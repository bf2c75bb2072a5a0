// Runs inside a child: the program of an attempt of engine `mocha`. What it may load is counted: 200 trivial files pay for it 200 times.

import { openChannel } from './channel-plugin.ts';
import type { MochaInstance } from './mocha-face.ts';
import { loadMocha } from './mocha-library.ts';
import type { MochaLibrary } from './mocha-library.ts';
import { makeReporter } from './mocha-reporter.ts';
import { findNodeFlags, loadRequired, readSettings } from './mocha-settings.ts';
import type { Settings } from './mocha-settings.ts';
import { findPeers, listChildren } from './peers-plugin.ts';
import { readSelection } from './selection-plugin.ts';
import { keepInspectorPort } from './own-flags-plugin.ts';
import { describeThrown } from './thrown.ts';
import type { Failure } from '#domain';

/** Set by engine `mocha`, in REALITY_MOCHA. */
export interface PluginInput {
  readonly files: readonly string[];
  readonly args: readonly string[];
  readonly sideDir: string;
  readonly grep?: string;
  /** File with the tests that are to run, all others left out. */
  readonly only?: string;
  readonly list: boolean;
}

const { env } = process;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by mocha.ts of this same package
const input = JSON.parse(env['REALITY_MOCHA'] ?? '{}') as PluginInput;
const channel = openChannel(env, input.sideDir);
const deadlineMs = Number(env['REALITY_DEADLINE_MS'] ?? Infinity);
const uptime = process.uptime.bind(process);
/** Since the process began, by a clock that fake timers do not know. (perf_hooks would be eleven more modules of Node's own.) */
const nowMs = (): number => uptime() * 1000;

let finished = false;
let uncaught: Failure | undefined;
process.on('uncaughtExceptionMonitor', (error) => {
  uncaught = describeThrown(error);
});
process.on('exit', () => {
  channel.flush();
  tellChildren();
  if (!finished && uncaught !== undefined) channel.send({ kind: 'uncaught', failure: uncaught });
});

function tellChildren(): void {
  const pids = listChildren();
  if (pids.length > 0) channel.send({ kind: 'children', pids: pids.slice(0, 500) });
}

interface Prepared {
  readonly mocha: MochaInstance;
  /** True where the user wants the process to end with its last test. */
  readonly exits: boolean;
}

/** Undefined when another process runs the tests, because the settings want other flags for Node than this one has. */
async function prepare(): Promise<Prepared | undefined> {
  const [first = process.cwd()] = input.files;
  const library = loadMocha(first);
  if (!library.known) {
    channel.send({ kind: 'warning', text: `mocha ${library.version} is not supported; 10, 11 and 12 are` });
  }
  const given = { cwd: process.cwd(), args: input.args, variable: env['MOCHA_OPTIONS'] };
  const settings = readSettings(library, given);
  const flags = env['REALITY_MOCHA_AGAIN'] === undefined ? findNodeFlags(library, settings) : [];
  if (flags.length > 0) {
    startAgain(flags);
    return undefined;
  }
  keepInspectorPort();
  const mocha = makeMocha(library, { ...settings, ...(await loadRequired(library, settings)) });
  const before = settings['file'];
  for (const file of [...(Array.isArray(before) ? before.map(String) : []), ...input.files]) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return { mocha, exits: settings['exit'] === true };
}

function makeMocha(library: MochaLibrary, settings: Settings): MochaInstance {
  const remainingMs = (): number => deadlineMs - nowMs();
  const reporter = makeReporter({
    channel,
    cwd: process.cwd(),
    nowMs,
    limitFactor: Number(env['REALITY_LIMIT_FACTOR'] ?? 1) || 1,
    remainingMs,
    findPeers,
    nameTest: (ordinal) => {
      if (ordinal === undefined) delete env['REALITY_TEST'];
      else env['REALITY_TEST'] = String(ordinal);
    },
    listOnly: input.list,
    ...(input.only !== undefined && { only: readSelection(input.only) }),
  });
  return new library.Mocha({
    // Mocha's default of two seconds is for units; the suite's own limit is what counts unless the user named another.
    timeout: Number.isFinite(deadlineMs) ? Math.max(1, Math.floor(remainingMs())) : 0,
    ...settings,
    reporter,
    ...(input.grep !== undefined && { grep: input.grep }),
  });
}

/** A new process counts from its own beginning. */
function tellDeadline(): NodeJS.ProcessEnv {
  if (!Number.isFinite(deadlineMs)) return {};
  return { REALITY_DEADLINE_MS: String(Math.max(1, Math.round(deadlineMs - nowMs()))) };
}

/** The same program with more flags; its end becomes ours. */
function startAgain(flags: readonly string[]): void {
  finished = true;
  const { spawn } = process.getBuiltinModule('node:child_process');
  const [, program = ''] = process.argv;
  const again = spawn(process.execPath, [...process.execArgv, ...flags, program], {
    stdio: 'inherit',
    env: { ...env, REALITY_MOCHA_AGAIN: '1', ...tellDeadline() },
  });
  again.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}

function run({ mocha, exits }: Prepared): void {
  // Mocha passes these over in silence.
  process.on('unhandledRejection', (reason) => {
    channel.send({ kind: 'warning', text: `unhandled rejection: ${describeThrown(reason).message}`.slice(0, 1000) });
  });
  const runner = mocha.run((failures) => {
    finished = true;
    channel.send({ kind: 'finished', tests: runner.stats?.tests ?? 0 });
    process.exitCode = failures > 0 ? 1 : (process.exitCode ?? 0);
    if (exits || input.list) process.exit();
  });
}

try {
  const prepared = await prepare();
  if (prepared !== undefined) run(prepared);
} catch (error) {
  channel.send({ kind: 'load-failed', failure: describeThrown(error) });
  finished = true;
  // For whoever reads the log, and for a run by hand.
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
