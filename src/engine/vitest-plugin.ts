// Runs inside a child: the program of an attempt of engine `vitest`. Does what vitest's command line does, with a runner of ours in its workers.

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openProgram } from './program-plugin.ts';
import { describeThrown } from './thrown.ts';
import type { Vitest, VitestFile, VitestNode, VitestProject, VitestSuite, VitestTest } from './vitest-face.ts';
import { describePart } from './parts.ts';
import type { VitestInput, VitestWorkerInput } from './vitest-input.ts';
import { watchWorkers } from './worker-watch-plugin.ts';

const { env } = process;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by vitest.ts of this same package
const input = JSON.parse(env['REALITY_VITEST'] ?? '{}') as VitestInput;
const program = openProgram(input.sideDir);
const { channel } = program;
const workers = watchWorkers();
/** Files are told relative to it, also by a worker whose tests go elsewhere. */
const root = process.cwd();

/** As vitest's command line sets them. */
function setVariables(): void {
  env['TEST'] = 'true';
  env['VITEST'] = 'true';
  env['NODE_ENV'] ??= 'test';
  if (input.list) env['VITEST_MODE'] ??= 'TEST';
}

async function loadVitest(): Promise<VitestNode> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the majors that we know have in common; tests run them
  return (await import(pathToFileURL(path.join(input.home, 'dist', 'node.js')).href)) as VitestNode;
}

async function prepare(): Promise<Vitest> {
  const { createVitest, parseCLI } = await loadVitest();
  const { options, filter } = parseCLI(['vitest', ...input.args]);
  const given = { ...options, watch: false, run: true };
  const vitest = await createVitest('test', given, {});
  filters.push(...filter);
  if (vitest.projects.some(({ config }) => config.browser?.enabled === true)) {
    throw new Error('tests in a browser of vitest are not supported: their project has to be left out');
  }
  lendRunner(vitest);
  outliveWorkers();
  return vitest;
}

/** Files of ours. */
const OURS = new RegExp(
  `^(?:file://)?${import.meta.dirname.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}/`,
  'u',
);

const filters: string[] = [...input.files];

/**
 * Vitest 3 ends its whole run when it writes to a worker that was killed, before it has heard of the end of that worker. Kept from it, the
 * end is told, and the other files run.
 */
function outliveWorkers(): void {
  const theirs = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason, promise) => {
    if (describeThrown(reason).code === 'ERR_IPC_CHANNEL_CLOSED') return;
    for (const listener of theirs) listener(reason, promise);
  });
}

/** Each worker finds our runner, and in it the project's own or vitest's. */
function lendRunner(vitest: Vitest): void {
  const runners = new Set(vitest.projects.map(({ config }) => config.runner).filter((runner) => runner !== undefined));
  if (runners.size > 1) throw new Error('projects with runners of their own that differ are not supported');
  const [runner] = runners;
  for (const project of vitest.projects) lend(project);
  const dist = (name: string): string => pathToFileURL(path.join(input.home, 'dist', name)).href;
  const given: VitestWorkerInput = {
    ...input,
    root,
    ...(Number.isFinite(program.deadlineAtMs) && { deadlineAtMs: program.deadlineAtMs }),
    ...(runner !== undefined && { runner }),
    library: {
      ...(hasAllInIndex() && { index: dist('index.js') }),
      runners: dist('runners.js'),
      suite: dist('suite.js'),
    },
  };
  env['REALITY_VITEST'] = JSON.stringify(given);
}

/** Since 4.1; the other addresses then warn of their age. */
function hasAllInIndex(): boolean {
  const [major = 0, minor = 0] = input.version.split('.').map(Number);
  return major > 4 || (major === 4 && minor >= 1);
}

function lend({ config }: VitestProject): void {
  // Loaded by Node as it is, unless a runner of the project's own needs vitest to load it.
  if (config.runner === undefined) config.server?.deps?.external?.push(OURS);
  config.runner = path.join(import.meta.dirname, 'vitest-runner-plugin.js');
}

/** True = it ended in its own way, whatever came of the tests. */
async function run(vitest: Vitest): Promise<boolean> {
  try {
    await (input.list ? vitest.collect(filters) : vitest.start(filters));
    return true;
  } catch (error) {
    const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
    // No file: told by the absence of tests, not by an exit code.
    if (code === 'VITEST_FILES_NOT_FOUND') process.exitCode = 0;
    else program.give(error);
    return false;
  }
}

/** What no worker could tell: files that never came to an end, checks of types, errors that belong to no test. */
function tellRest(vitest: Vitest): void {
  const place = { root, namesFiles: input.namesFiles };
  const errors = vitest.state.getUnhandledErrors().map((error) => ({ error, failure: describeThrown(error) }));
  const died = errors.filter(({ failure }) => /Worker exited unexpectedly|\[vitest-pool\]/u.test(failure.message));
  for (const file of vitest.state.getFiles()) {
    if (file.pool === 'typescript') tellTypes(file, describePart(file, place).prefix);
    else if (isOpen(file) && (died.length > 0 || !input.list)) tellDead(file, died[0]?.failure);
  }
  for (const { failure } of errors.filter((each) => !died.includes(each))) {
    const told = { outcome: 'errored', reason: 'exception', marks: [], durationMs: 0, failure } as const;
    if (vitest.config.dangerouslyIgnoreUnhandledErrors === true) {
      channel.send({ kind: 'warning', text: `unhandled error: ${failure.message}`.slice(0, 1000) });
    } else channel.send({ kind: 'test-told', titles: ['(unhandled error)'], ...told });
  }
}

/** Begun, and without a result. */
function isOpen(file: VitestFile): boolean {
  const state = file.result?.state;
  return file.mode !== 'skip' && file.mode !== 'todo' && (state === undefined || state === 'run' || state === 'queued');
}

function tellDead(file: VitestFile, failure: ReturnType<typeof describeThrown> | undefined): void {
  const { from, prefix } = describePart(file, { root, namesFiles: input.namesFiles });
  const death = workers.lastDeath();
  const why = death?.text ?? failure?.message ?? 'its worker ended without a word';
  channel.send({
    kind: 'part-ended',
    from,
    titles: [...prefix, '(exit)'],
    outcome: 'crashed',
    reason: death?.reason ?? 'exit-code',
    failure: { type: 'exit', frames: [], source: 'raised', ...failure, message: why },
  });
}

function tellTypes(suite: VitestSuite, before: readonly string[]): void {
  for (const task of suite.tasks) {
    if (task.type === 'suite') tellTypes(task, [...before, task.name]);
    else tellTypeTest(task, [...before, task.name]);
  }
}

function tellTypeTest({ result }: VitestTest, titles: readonly string[]): void {
  const [error] = result?.errors ?? [];
  const failed = { outcome: 'failed', reason: 'assertion', failure: describeThrown(error) } as const;
  const told = error === undefined ? ({ outcome: 'passed' } as const) : failed;
  channel.send({ kind: 'test-told', titles, ...told, marks: [], durationMs: 0 });
}

/** Its pool may wait for a worker that is dead. */
async function closeVitest(vitest: Vitest): Promise<void> {
  if (workers.lastDeath() === undefined) {
    await vitest.close();
    return;
  }
  await Promise.race([vitest.close(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  process.exit();
}

setVariables();
try {
  const vitest = await prepare();
  const ended = await run(vitest);
  if (ended) tellRest(vitest);
  program.finish(0);
  await closeVitest(vitest);
} catch (error) {
  program.give(error);
}
