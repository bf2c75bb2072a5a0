import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { present } from '#domain';
import type { AnnouncedTest, ChildEnd, Reason, SuiteSpec } from '#domain';
import { describeSilentEnd } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan, ExactSelection, ExitVerdict, SeenSoFar } from './engine.ts';
import { decodeWire } from './wire.ts';

interface PytestOptions {
  /** Relative to the suite's folder; empty = what the project's own configuration names. */
  readonly files: readonly string[];
  /** For pytest, as on its command line. */
  readonly args: readonly string[];
  readonly python?: string | undefined;
  readonly command?: readonly string[] | undefined;
}

const schema = z.strictObject({
  files: z
    .array(z.string().min(1))
    .readonly()
    .default([])
    .describe(
      'Files, folders or node ids, relative to the file that names the suite; absent = what the settings of pytest name.',
    ),
  args: z.array(z.string()).readonly().default([]).describe('For pytest, as on its command line.'),
  python: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'Interpreter: a path, or a name on the PATH. Absent = that of `.venv` or `venv` beside the suite, else `python3`.',
    ),
  command: z
    .array(z.string().min(1))
    .min(1)
    .readonly()
    .exactOptional()
    .describe('What runs pytest, instead of `python -m pytest`: `[poetry, run, pytest]`.'),
});

/** What the plug-in reads, as JSON, from REALITY_PYTEST. */
interface PluginInput {
  readonly sideDir: string;
  readonly list: boolean;
  readonly grep?: string;
  readonly only?: string;
}

const PLUGIN = 'reality_pytest';
/** Python files are no part of the build: they lie beside this module's source, in a clone and in the package alike. */
const PLUGIN_DIR = path.resolve(import.meta.dirname, '../../../src/engine');
const ENVIRONMENTS = ['.venv', 'venv'];
/** Far below what a kernel takes for one argument; a longer path or id is left to the plug-in. */
const MAX_ARGUMENT = 2000;
const MAX_NAMED = 20;

/** The pytest of the suite's own environment, 6.2 or newer, with a plug-in of ours. */
export const pytest: Engine<PytestOptions> = {
  name: 'pytest',
  schema,
  files: (options, suite) => options.files.map((file) => path.resolve(suite.cwd, file.split('::')[0] ?? file)),
  programs: (options) => [options.command?.[0] ?? options.python ?? ''].filter((name) => name !== '' && !isPath(name)),
  plan: (input) => makePlan(input, false),
  list: (input) => makePlan(input, true),
  selects: true,
  decode: decodeWire,
  describeExit,
};

function makePlan(input: EngineInput<PytestOptions>, list: boolean): EnginePlan {
  const { suite, options, grep, only, sideDir } = input;
  const given: PluginInput = {
    sideDir,
    list,
    ...(only === undefined ? present({ grep }) : { only: only.file }),
  };
  const [program, ...rest] = options.command ?? [findPython(options, suite), '-m', 'pytest'];
  const what = only === undefined ? options.files : nameTests(only, options.files);
  const args = ['-p', PLUGIN, ...(list ? ['--collect-only', '-q'] : []), ...options.args, ...what];
  return {
    spawn: {
      argv: [program ?? 'pytest', ...rest, ...args],
      cwd: suite.cwd,
      env: { REALITY_PYTEST: JSON.stringify(given) },
    },
    searchFirst: { PYTHONPATH: PLUGIN_DIR },
    speaks: true,
  };
}

/** A virtual environment beside the suite is what a person would have activated. */
function findPython({ python }: PytestOptions, { cwd }: SuiteSpec): string {
  if (python !== undefined) return isPath(python) ? path.resolve(cwd, python) : python;
  const found = ENVIRONMENTS.map((name) => path.join(cwd, name, 'bin', 'python')).find((file) => existsSync(file));
  return found ?? 'python3';
}

function isPath(program: string): boolean {
  return program.includes('/');
}

/**
 * What pytest is told to collect for a few tests, so that it need not collect all: their functions, without what stands in brackets.
 * The plug-in then takes exactly the tests that are meant. Many of them, or any that could be misread, are left to the plug-in alone.
 */
function nameTests({ tests }: ExactSelection, files: readonly string[]): readonly string[] {
  const names = [...new Set(tests.map(nameTest))];
  const safe = names.every((name) => name !== undefined && name.length < MAX_ARGUMENT);
  return safe && names.length <= MAX_NAMED ? names.map(String) : files;
}

function nameTest({ titles, file }: AnnouncedTest): string | undefined {
  const [own = '', ...inside] = titles;
  const parts = inside.map((part) => part.split('[')[0] ?? part);
  if (file === undefined || inside.length === 0 || !own.endsWith('.py')) return undefined;
  if (/[[:]|^-/u.test(file) || parts.some((part) => !/^\w+$/u.test(part))) return undefined;
  return [file, ...parts].join('::');
}

/** Exit codes of pytest, as its reference names them; 0, 1 and 5 are told by the tests themselves. */
const CODES: Readonly<Record<number, readonly [Reason, string]>> = {
  2: ['exit-early', 'was interrupted: pytest ended with code 2'],
  3: ['exit-code', 'failed in pytest itself or in one of its plug-ins: internal error, code 3'],
  4: ['collection', 'was refused by pytest: its command line or its settings are wrong, code 4'],
};

function describeExit(end: ChildEnd, seen: SeenSoFar): ExitVerdict {
  if (end.spawnError !== undefined || end.signal !== null || end.code === null) return describeSilentEnd(end, seen);
  if (seen.finished && isExplained(end.code, seen)) return { kind: 'clean' };
  if (seen.announced === 0 && /No module named '?pytest/u.test(end.stderr.tail)) {
    const sentence = 'could not be run: pytest is not installed for this interpreter';
    return { kind: 'wrong', outcome: 'errored', reason: 'spawn', sentence };
  }
  const known = CODES[end.code];
  if (known === undefined) return describeSilentEnd(end, seen);
  return { kind: 'wrong', outcome: 'errored', reason: known[0], sentence: known[1] };
}

/** 5 is "no tests were collected", which the runner sees for itself; for any other there must be a test that failed. */
function isExplained(code: number, { failed }: SeenSoFar): boolean {
  return code === 0 || code === 5 || failed > 0;
}
