import path from 'node:path';
import { z } from 'zod';
import type { AnnouncedTest, SuiteSpec } from '#domain';
import type { Engine, OutputReader } from './engine.ts';
import { describeCode, describeExit } from './exec.ts';

interface ScriptsOptions {
  /** Program and arguments; the file comes last. Empty = the file itself is the program. */
  readonly command: readonly string[];
  /** Relative to the suite's folder. */
  readonly files: readonly string[];
}

const schema = z.strictObject({
  command: z
    .array(z.string().min(1))
    .readonly()
    .default([])
    .describe('Program and arguments, to which each file is appended; absent = the files are programs themselves.'),
  files: z.array(z.string().min(1)).min(1).readonly().describe('Each is one test, told by its exit code.'),
});

/** Files that are programs: each is one test, runs in a process of its own, and is told by its exit code. */
export const scripts: Engine<ScriptsOptions> = {
  name: 'scripts',
  schema,
  files: (options, suite) => options.files.map((file) => path.resolve(suite.cwd, file)),
  complain: (_, suite) =>
    suite.isolation === 'test' ? [] : ['engine scripts runs each file in a process of its own: say isolation: test'],
  programs: ({ command }) => command.slice(0, 1).filter((program) => !program.includes('/')),
  titles: ({ files }) => files,
  plan: ({ suite, options, only }) => {
    const [file = ''] = only?.tests.flatMap((test) => test.titles.slice(0, 1)) ?? options.files;
    const [program, ...rest] = [...options.command, path.resolve(suite.cwd, file)];
    const located = program !== undefined && program.includes('/') ? path.resolve(suite.cwd, program) : (program ?? '');
    return { spawn: { argv: [located, ...rest], cwd: suite.cwd, env: {} }, speaks: false };
  },
  // There is nothing to ask: a child that ends at once stands for the question.
  list: ({ suite }) => ({ spawn: { argv: [process.execPath, '-e', '0'], cwd: suite.cwd, env: {} }, speaks: false }),
  selects: true,
  decode: (line) => ({ kind: 'damage', why: 'a script tells nothing here', excerpt: line.slice(0, 200) }),
  openOutput: ({ suite, options, only, grep, lists }) =>
    lists === true ? openListReader(options, suite, grep) : openExitReader(only?.tests ?? []),
  describeExit,
};

function openListReader({ files }: ScriptsOptions, suite: SuiteSpec, grep: string | undefined): OutputReader {
  const pattern = new RegExp(grep ?? '');
  const tests = files
    .filter((file) => pattern.test(file))
    .map((file): AnnouncedTest => ({ titles: [file], occurrence: 1, requirements: [], file: locate(file, suite) }));
  return {
    begin: () => [{ kind: 'announced', tests }],
    line: () => [],
    end: () => [{ kind: 'finished', tests: tests.length }],
  };
}

function locate(file: string, suite: SuiteSpec): string {
  return path.relative(suite.cwd, path.resolve(suite.cwd, file));
}

function openExitReader(tests: readonly AnnouncedTest[]): OutputReader {
  return {
    begin: () => [
      { kind: 'announced', tests },
      { kind: 'test-started', ordinal: 0 },
    ],
    line: () => [],
    end: (end) => {
      const told = { kind: 'test-ended', ordinal: 0, marks: [], durationMs: end.durationMs } as const;
      const finished = { kind: 'finished', tests: 1 } as const;
      if (end.code === 0) return [{ ...told, outcome: 'passed' }, finished];
      return [{ ...told, outcome: 'failed', reason: 'exit-code', failure: describeCode(end) }, finished];
    },
  };
}
