import path from 'node:path';
import { z } from 'zod';
import type { AnnouncedTest, ChildEnd } from '#domain';
import { describeSilentEnd } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan, ExactSelection, ExitVerdict, SeenSoFar } from './engine.ts';
import { openGoReader } from './go-test-reader.ts';

interface GoOptions {
  /** Of the module, seen from the suite's folder. */
  readonly directory: string;
  readonly packages: readonly string[];
  /** For `go test`, as on its command line. */
  readonly args: readonly string[];
  readonly go: string;
}

const schema = z.strictObject({
  directory: z
    .string()
    .min(1)
    .default('.')
    .describe('Folder of the module, relative to the file that names the suite; there the tests are started.'),
  packages: z
    .array(z.string().min(1))
    .min(1)
    .readonly()
    .default(['./...'])
    .describe('Patterns of packages, as `go test` takes them, from `directory`.'),
  args: z
    .array(z.string())
    .readonly()
    .default([])
    .describe(
      'For `go test`, as on its command line: `-race`, `-tags=x`; what follows `-args` is for the test binary.',
    ),
  go: z.string().min(1).default('go').describe('The go command: a path, or a name on the PATH.'),
});

/** What go needs after the last test to print its goroutines, and before the first to have built the packages. */
const MARGIN = 0.15;
const MIN_MARGIN_MS = 500;
const MAX_MARGIN_MS = 10_000;

/** `go test -json`, go 1.20 and newer; the results stand on stdout. */
export const goTest: Engine<GoOptions> = {
  name: 'go-test',
  schema,
  files: ({ go, directory }, suite) => [
    path.resolve(suite.cwd, directory),
    ...(isPath(go) ? [path.resolve(suite.cwd, go)] : []),
  ],
  programs: ({ go }) => (isPath(go) ? [] : [go]),
  plan: (input) => makePlan(input, ['-json', '-count=1', `-timeout=${limitOf(input)}ms`]),
  list: (input) => makePlan(input, ['-json', '-list', '^(Test|Example|Fuzz)']),
  selects: true,
  decode: (line) => ({ kind: 'damage', why: 'go test tells nothing here', excerpt: line.slice(0, 200) }),
  openOutput: (input) => openGoReader(input, input.options.directory),
  describeExit,
};

function isPath(program: string): boolean {
  return program.includes('/');
}

/** Go is to report first: it names the tests that ran, and where each goroutine stood. */
function limitOf({ timeoutMs }: EngineInput<GoOptions>): number {
  const marginMs = Math.min(MAX_MARGIN_MS, Math.max(MIN_MARGIN_MS, timeoutMs * MARGIN));
  return Math.max(1, Math.floor(timeoutMs - marginMs));
}

function makePlan({ suite, options, grep, only }: EngineInput<GoOptions>, flags: readonly string[]): EnginePlan {
  const { go } = options;
  const program = isPath(go) ? path.resolve(suite.cwd, go) : go;
  const split = options.args.indexOf('-args');
  const [args, binary] = split === -1 ? [options.args, []] : [options.args.slice(0, split), options.args.slice(split)];
  const run = only === undefined ? grep : makePattern(only);
  const select = run === undefined || flags.includes('-list') ? [] : ['-run', run];
  const packages =
    only === undefined ? options.packages : [...new Set(only.tests.map(({ titles }) => titles[0] ?? './...'))];
  return {
    spawn: {
      argv: [program, 'test', ...flags, ...args, ...select, ...packages, ...binary],
      cwd: path.resolve(suite.cwd, options.directory),
      env: {},
    },
    speaks: false,
  };
}

/** `^TestA$/^sub$|^TestB$`: each level is an expression of its own, and go rewrites names so that a slash only parts levels. */
export function makePattern({ tests }: Pick<ExactSelection, 'tests'>): string {
  return [...new Set(tests.map(patternOf))].join('|');
}

function patternOf({ titles }: Pick<AnnouncedTest, 'titles'>): string {
  return titles
    .slice(1)
    .flatMap((title) => title.split('/'))
    .map((level) => `^${level.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`)}$`)
    .join('/');
}

/** Go ends with 1 when a test or a package failed, and every one of them was told. */
function describeExit(end: ChildEnd, seen: SeenSoFar): ExitVerdict {
  if (end.spawnError === undefined && end.signal === null && seen.finished && (end.code === 0 || seen.failed > 0))
    return { kind: 'clean' };
  return describeSilentEnd(end, seen);
}
