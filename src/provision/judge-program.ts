import { mkdtemp, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment, ToolName } from '#domain';
import { lookWhileRunning } from './look-while-running.ts';
import { describeEnd, runProgram } from './run-program.ts';
import { TOOL_QUESTIONS } from './tool-questions.ts';

export interface ProgramJudgeOptions {
  readonly environment: Environment;
  /** Where a program that is tried may leave what it likes: a folder of its own is made below, and removed. */
  readonly tmpRoot: string;
  readonly signal: AbortSignal;
}

/** Undefined = the file is the tool, or a wrapper that ends in it; else what it is instead, in words. */
export type ProgramJudge = (name: ToolName, file: string) => Promise<string | undefined>;

const ANSWER_MS = 5000;

/**
 * Says whether a program that was met is what its name says, by starting it and looking at what really runs. Not whether it is good for
 * anything: an FFmpeg without an encoder is an FFmpeg. Each file is tried once, as long as it stays the same.
 */
export function makeProgramJudge(options: ProgramJudgeOptions): ProgramJudge {
  const known = new Map<string, Promise<string | undefined>>();
  return async (name, file) => {
    const facts = await stat(file).catch(() => undefined);
    if (facts === undefined) return undefined;
    const key = `${name} ${file} ${facts.ino} ${facts.size} ${facts.mtimeMs}`;
    const verdict = known.get(key) ?? judge(name, file, options);
    known.set(key, verdict);
    return verdict;
  };
}

async function judge(
  name: ToolName,
  file: string,
  { environment, tmpRoot, signal }: ProgramJudgeOptions,
): Promise<string | undefined> {
  const questions = TOOL_QUESTIONS[name];
  const inherited = Object.entries(environment.env).filter(([variable]) => !/^(MTX|RTSP)_/u.test(variable));
  const cwd = await mkdtemp(path.join(tmpRoot, 'reality-judge-'));
  try {
    const run = { env: Object.fromEntries(inherited), cwd, timeoutMs: ANSWER_MS, signal };
    const spoken = await runProgram(file, questions.versionArgs, run);
    // What cannot be tried (of another machine, no right to run it) is not told: it stood in for nothing.
    if (spoken.startError !== undefined) return undefined;
    const version = questions.parseVersion(spoken.stdout.toString('utf8'));
    if (version === undefined)
      return `asked for its version it does not answer as ${questions.title} does (${describeEnd(spoken)})`;
    const look = await lookWhileRunning(file, questions, version, run);
    return look.kind === 'seen' ? undefined : look.reason;
  } catch {
    // Given up, or gone meanwhile.
    return undefined;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
