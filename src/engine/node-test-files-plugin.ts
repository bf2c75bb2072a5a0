// Runs inside a child. Several files of engine `node-test`: each in a process of its own, as `node --test` has it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { EngineEvent, Failure } from '#domain';
import type { Channel } from './channel-plugin.ts';
import type { NodeTestInput } from './node-test-input.ts';
import { describePart } from './parts.ts';

interface Conducting {
  readonly root: string;
  readonly deadlineAtMs: number;
  readonly channel: Channel;
  /** True when all tests of that part have ended. */
  readonly isDone: (from: string) => boolean;
}

type PartEnded = Extract<EngineEvent, { kind: 'part-ended' }>;

/** Ends when the last process has; its exit code is 1 when one of theirs was not 0. */
export async function runFiles(input: NodeTestInput, conducting: Conducting): Promise<void> {
  const waiting = [...input.files];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await runOne(file, input, conducting);
  };
  const atOnce = input.concurrency ?? Math.max(1, availableParallelism() - 1);
  await Promise.all(Array.from({ length: Math.min(atOnce, input.files.length) }, work));
}

async function runOne(
  file: string,
  input: NodeTestInput,
  { root, deadlineAtMs, channel, isDone }: Conducting,
): Promise<void> {
  const { from, prefix } = describePart({ filepath: file }, { root, namesFiles: true });
  const [, program = ''] = process.argv;
  const given: NodeTestInput = { ...input, ...(Number.isFinite(deadlineAtMs) && { deadlineAtMs }) };
  const child = spawn(process.execPath, [...process.execArgv, program], {
    stdio: 'inherit',
    env: { ...process.env, REALITY_NODE_TEST: JSON.stringify(given), REALITY_NODE_TEST_FILE: file },
  });
  await once(child, 'exit');
  const { exitCode: code, signalCode: signal } = child;
  if (code === 0 && isDone(from)) return;
  process.exitCode = 1;
  channel.send({ kind: 'part-ended', from, titles: [...prefix, '(exit)'], ...explain(code, signal, isDone(from)) });
}

function say(message: string): Failure {
  return { type: 'exit', message, source: 'raised', frames: [] };
}

function explain(
  code: number | null,
  signal: NodeJS.Signals | null,
  isDone: boolean,
): Pick<PartEnded, 'outcome' | 'reason' | 'failure'> {
  if (signal !== null) return { outcome: 'crashed', reason: 'signal', failure: say(`was killed by ${signal}`) };
  if (code === 0) {
    const text = 'exited with code 0 before its last test: something called process.exit or ended the event loop';
    return { outcome: 'errored', reason: 'exit-early', failure: say(text) };
  }
  const when = isDone ? 'after' : 'before';
  const failure = say(`exited with code ${String(code)} ${when} its last test had ended`);
  return { outcome: isDone ? 'errored' : 'crashed', reason: 'exit-code', failure };
}
