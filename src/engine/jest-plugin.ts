// Runs inside a child: the program of an attempt of engine `jest`. Does what jest's command line does, with a test runner of ours before its own.

import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JestArguments, JestGlobalConfig, JestLibrary, JestResults } from './jest-face.ts';
import type { JestInput, JestWorkerInput } from './jest-input.ts';
import { describePart } from './parts.ts';
import { openProgram } from './program-plugin.ts';
import { describeThrown } from './thrown.ts';
import { watchWorkers } from './worker-watch-plugin.ts';
import type { EngineEvent, Failure } from '#domain';

type PartEnded = Extract<EngineEvent, { kind: 'part-ended' }>;

const { env } = process;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by jest.ts of this same package
const input = JSON.parse(env['REALITY_JEST'] ?? '{}') as JestInput;
const program = openProgram(input.sideDir);
const workers = watchWorkers();
const root = process.cwd();

function loadLibrary(): JestLibrary {
  const fromJest = createRequire(path.join(input.home, 'package.json'));
  const core = fromJest.resolve('@jest/core');
  const command = path.dirname(fromJest.resolve('jest-cli'));
  // Where the command line is one file it lies in its index, else beside it.
  const apart = path.join(command, 'run.js');
  const files = [
    existsSync(apart) ? apart : path.join(command, 'index.js'),
    createRequire(core).resolve('jest-config'),
    core,
  ];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the faces of 29 and 30; tests run both
  return Object.assign({}, ...files.map((file): unknown => fromJest(file))) as JestLibrary;
}

/** What the command line says, with what is ours laid over it. */
async function readArguments({ buildArgv }: JestLibrary): Promise<JestArguments> {
  const argv = await buildArgv(input.args);
  const named = (argv._ ?? []).map(String);
  const given = input.exactFiles ? input.files : input.files.map(escapePattern);
  return {
    ...argv,
    ...(input.files.length > 0 && { _: [...named, ...given], runTestsByPath: input.exactFiles }),
    watch: false,
    watchAll: false,
    // Jest would end the process in the middle; that there is no test is told by their absence.
    passWithNoTests: true,
    testRunner: path.join(import.meta.dirname, 'jest-runner-plugin.js'),
  } as JestArguments;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** Each worker finds in its environment which runner its project names. */
async function lendRunner({ readConfigs, buildArgv }: JestLibrary, projects: readonly string[]): Promise<void> {
  const { globalConfig, configs } = await readConfigs(await buildArgv(input.args), projects);
  const given: JestWorkerInput = {
    ...input,
    root,
    ...(Number.isFinite(program.deadlineAtMs) && { deadlineAtMs: program.deadlineAtMs }),
    runners: Object.fromEntries(configs.map(({ id, testRunner }) => [id, testRunner])),
  };
  env['REALITY_JEST'] = JSON.stringify(given);
  endWithBail(globalConfig);
}

/** With `bail`, jest leaves by the exit in the middle of its run, after its last word. */
function endWithBail({ bail }: JestGlobalConfig): void {
  if (bail > 0) {
    process.on('exit', (code) => {
      if (code === 1) program.finish(0);
    });
  }
}

/** A worker that is gone is told apart from a file that could not be loaded. */
function explain(failure: Failure): Pick<PartEnded, 'outcome' | 'reason' | 'failure'> {
  if (!/worker process|worker encountered/iu.test(failure.message))
    return { outcome: 'errored', reason: 'collection', failure };
  const death = workers.lastDeath();
  if (death === undefined) return { outcome: 'errored', reason: 'exit-early', failure };
  return { outcome: 'crashed', reason: death.reason, failure: { ...failure, message: death.text } };
}

function stackOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'stack') : undefined;
}

/** What no worker could tell: files whose environment could not be made, or whose process is gone. */
function tellRest({ testResults }: JestResults): void {
  for (const { testFilePath, displayName, testExecError, failureMessage } of testResults) {
    if (testExecError === undefined || testExecError === null) continue;
    const part = describePart({ filepath: testFilePath, projectName: displayName?.name }, { root, ...input });
    const failure = describeThrown({ name: 'Error', message: failureMessage ?? '', stack: stackOf(testExecError) });
    program.channel.send({
      kind: 'part-ended',
      from: part.from,
      titles: [...part.prefix, '(load)'],
      ...explain(failure),
    });
  }
}

/** As jest's command line: whatever still waits may keep the process, unless its settings say otherwise. */
function leave({ success }: JestResults, { forceExit, testFailureExitCode }: JestGlobalConfig): void {
  process.exitCode = success ? 0 : testFailureExitCode;
  if (forceExit || input.list) process.exit();
}

env['NODE_ENV'] ??= 'test';
try {
  const library = loadLibrary();
  const argv = await readArguments(library);
  const projects = argv.projects === undefined || argv.projects.length === 0 ? [root] : argv.projects;
  await lendRunner(library, projects);
  const { results, globalConfig } = await library.runCLI(argv, projects);
  tellRest(results);
  program.finish(0);
  leave(results, globalConfig);
} catch (error) {
  program.give(error);
}
