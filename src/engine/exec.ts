import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { ChildEnd, Failure } from '#domain';
import { describeSilentEnd } from './describe-end.ts';
import type { Engine, EngineInput, ExitVerdict, OutputReader, SeenSoFar } from './engine.ts';
import { fillScratch, openJunitReader } from './junit-reader.ts';
import { openTapReader } from './tap.ts';

interface ExecOptions {
  /** Program and arguments; a shell only where it is named. */
  readonly command: readonly [string, ...string[]];
  readonly args: readonly string[];
  /** `exit` = one test, told by the exit code. `tap` = as many as the program prints. `junit` = as many as stand in the files of `report`. */
  readonly format: 'exit' | 'tap' | 'junit';
  /** Files that the program writes, with `junit`. */
  readonly report: readonly string[];
}

const schema = z
  .strictObject({
    command: z
      .tuple([z.string().min(1)], z.string())
      .readonly()
      .describe('Program and arguments; a shell only where it is named.'),
    args: z.array(z.string()).readonly().default([]).describe('Further arguments.'),
    format: z
      .enum(['exit', 'tap', 'junit'])
      .default('exit')
      .describe(
        '`exit`: one test, told by the exit code; `tap`: as many as the program prints; `junit`: as many as stand in `report`.',
      ),
    report: z
      .union([
        z
          .string()
          .min(1)
          .transform((file) => [file]),
        // Options are read twice, the second time with their defaults: none at all is a list too.
        z.array(z.string().min(1)),
      ])
      .readonly()
      .default([])
      .describe('JUnit XML that the program writes: from the folder of the suite, or `${tmp}/…`; `*` for any name.'),
  })
  .refine(({ format, report }) => (format === 'junit') === report.length > 0, {
    message: '`report` names the files of format `junit`, and of no other format',
    path: ['report'],
  });

/** Any program. It needs to know nothing of us: its exit code, or TAP on its stdout, is its verdict. */
export const exec: Engine<ExecOptions> = {
  name: 'exec',
  schema,
  // `bash script.sh`: an argument with a slash that names no file is probably misspelt, but only the program could tell.
  files: (options, suite) => (isPath(options.command[0]) ? [path.resolve(suite.cwd, options.command[0])] : []),
  programs: (options) => (isPath(options.command[0]) ? [] : [options.command[0]]),
  titles: ({ format }, { name }) => (format === 'exit' ? [name] : undefined),
  plan: ({ suite, options, scratchDir }) => {
    const [program, ...rest] = options.command;
    const located = isPath(program) ? path.resolve(suite.cwd, program) : program;
    const given = [...rest, ...options.args];
    const args = options.format === 'junit' ? given.map((argument) => fillScratch(argument, scratchDir)) : given;
    return { spawn: { argv: [located, ...args], cwd: suite.cwd, env: {} }, speaks: false };
  },
  decode: (line) => ({
    kind: 'damage',
    why: 'a program of engine exec tells nothing here',
    excerpt: line.slice(0, 200),
  }),
  openOutput: (input) => OPENERS[input.options.format](input),
  describeExit,
};

type Opener = (input: EngineInput<ExecOptions>) => OutputReader;

const OPENERS: Readonly<Record<ExecOptions['format'], Opener>> = {
  exit: ({ suite }) => openExitReader(suite.name),
  tap: ({ suite }) => openTapReader(suite.name, () => performance.now()),
  junit: (input) => openJunitReader(input, input.options.report),
};

function isPath(program: string): boolean {
  return program.includes('/');
}

/** The one test begins with the program and ends with it. */
function openExitReader(name: string): OutputReader {
  return {
    begin: () => [
      { kind: 'announced', tests: [{ titles: [name], occurrence: 1, requirements: [] }] },
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

/** What the program said last is the best text there is; stderr before stdout. */
export function describeCode({ code, stdout, stderr }: ChildEnd): Failure {
  const said = stderr.tail.trim() === '' ? stdout.tail.trim() : stderr.tail.trim();
  const source = stderr.tail.trim() === '' ? 'stdout' : 'stderr';
  const message = `exited with code ${String(code)}`;
  if (said === '') return { type: 'exit', message, source: 'exit', frames: [], code: String(code) };
  return { type: 'exit', message: `${message}: ${said}`, source, frames: [], code: String(code) };
}

export function describeExit(end: ChildEnd, seen: SeenSoFar): ExitVerdict {
  if (end.spawnError !== undefined || end.signal !== null) return describeSilentEnd(end, seen);
  if (end.code === 0 || seen.failed > 0) return { kind: 'clean' };
  return describeSilentEnd(end, seen);
}
