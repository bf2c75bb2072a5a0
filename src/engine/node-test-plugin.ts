// Runs inside a child: the program of an attempt of engine `node-test`, for one file in its own process, for several with a process for each.

import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { openChannel } from './channel-plugin.ts';
import { runFiles } from './node-test-files-plugin.ts';
import type { NodeTestInput } from './node-test-input.ts';
import { NodeTestTelling } from './node-test-telling-plugin.ts';
import { keepInspectorPort } from './own-flags-plugin.ts';
import { describePart } from './parts.ts';
import { openProgram } from './program-plugin.ts';
import type { Program } from './program-plugin.ts';
import { describeThrown } from './thrown.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by node-test.ts of this same package
const input = JSON.parse(process.env['REALITY_NODE_TEST'] ?? '{}') as NodeTestInput;

/** Loads one file and lets Node's runner do the rest. */
async function runFile(program: Program, file: string): Promise<void> {
  const part = describePart({ filepath: file }, { root: process.cwd(), namesFiles: input.namesFiles });
  const channel = openChannel(process.env, input.sideDir, part.from);
  const deadlineAtMs = input.deadlineAtMs ?? program.deadlineAtMs;
  const now = Date.now.bind(Date);
  let isOver = false;
  const telling = new NodeTestTelling(channel, part, {
    ...input,
    remainingMs: () => deadlineAtMs - now(),
    onEnd: () => {
      if (isOver) return;
      isOver = true;
      finish();
    },
  });
  telling.listen();
  keepInspectorPort();
  try {
    process.argv[1] = file;
    await import(pathToFileURL(file).href);
  } catch (error) {
    tellUnloaded(error);
    return;
  }
  const isEmpty = !telling.announceAll();
  if (isEmpty && input.namesFiles) channel.send({ kind: 'warning', text: `${part.file} holds no test` });
  if (isEmpty || input.list) {
    finish();
    if (input.list) process.exit(0);
  }

  function finish(): void {
    if (input.namesFiles) writeFileSync(doneMark(part.from), '');
    else program.finish(0);
  }

  function tellUnloaded(error: unknown): never {
    if (!input.namesFiles) return program.give(error);
    const failure = describeThrown(error);
    const titles = [...part.prefix, '(load)'];
    const [outcome, reason] = ['errored', 'collection'] as const;
    channel.send({ kind: 'part-ended', from: part.from, titles, outcome, reason, failure });
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return process.exit(1);
  }
}

/** A file's own process leaves it when its tests have all ended. */
function doneMark(from: string): string {
  return path.join(input.sideDir, `done-${Buffer.from(from).toString('base64url').slice(-200)}`);
}

const [first] = input.files;
const program = openProgram(input.sideDir);
if (process.env['REALITY_NODE_TEST_FILE'] !== undefined) await runFile(program, process.env['REALITY_NODE_TEST_FILE']);
else if (!input.namesFiles && first !== undefined) await runFile(program, first);
else {
  await runFiles(input, {
    root: process.cwd(),
    deadlineAtMs: program.deadlineAtMs,
    channel: program.channel,
    isDone: (from) => existsSync(doneMark(from)),
  });
  program.finish(0);
}
