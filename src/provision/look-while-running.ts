import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeEnd, startProgram, type ProgramEnd, type ProgramOptions } from './run-program.ts';
import { readExecutables } from './running-executables.ts';
import { scanFile, type FileScan } from './scan-file.ts';
import type { ToolQuestions } from './tool-questions.ts';

/** How long a wrapper may take to hand over to the program before it is fed and has to show by its end what it is. */
const HOLD_MS = 6_000;
const LOOK_EVERY_MS = 5;

export type Look =
  | { readonly kind: 'seen'; readonly executable: string; readonly sha256: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Starts the program so that it waits, and looks at what runs until the real program is among it or all has ended. */
export async function lookWhileRunning(
  file: string,
  questions: ToolQuestions,
  version: string,
  options: ProgramOptions,
): Promise<Look> {
  const program = startProgram(file, questions.holdArgs, { ...options, env: { ...options.env, ...questions.holdEnv } });
  const scans = new Map<string, FileScan | undefined>();
  const startedMs = performance.now();
  let isFed = false;
  try {
    while (program.pid !== undefined && !program.hasEnded()) {
      const seen = await scanRunning(program.pid, scans, [questions.mark, version]);
      if (seen !== undefined) return seen;
      const isDue: boolean = !isFed && performance.now() - startedMs > HOLD_MS;
      if (isDue && questions.holdInput === undefined) break;
      if (isDue) program.feed(questions.holdInput ?? Buffer.alloc(0));
      isFed ||= isDue;
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    program.kill();
    await program.ended;
  }
  const end = await program.ended;
  return { kind: 'refused', reason: describePoser(questions, await describeSeen(file, [...scans.keys()]), end) };
}

async function scanRunning(
  sessionId: number,
  scans: Map<string, FileScan | undefined>,
  [mark, version]: readonly [string, string],
): Promise<Look | undefined> {
  for (const executable of await readExecutables(sessionId)) {
    if (scans.has(executable)) continue;
    const scan = await scanFile(executable, [mark, version]).catch(() => undefined);
    scans.set(executable, scan);
    if (scan?.isElf !== true || !scan.found.has(mark)) continue;
    if (scan.found.has(version)) return { kind: 'seen', executable, sha256: scan.sha256 };
    return { kind: 'refused', reason: `it says it is ${version}, which stands nowhere in the program ${executable}` };
  }
  return undefined;
}

/** A script may have ended before we could look; then its first line says what ran it. */
async function describeSeen(file: string, seen: readonly string[]): Promise<string> {
  if (seen.length > 0) return seen.join(', ');
  await using handle = await open(file, 'r');
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(128), 0, 128);
  const [firstLine = ''] = buffer.toString('latin1', 0, bytesRead).split('\n');
  return firstLine.startsWith('#!') ? `a script (${firstLine.trim()})` : 'nothing that could be looked at';
}

function describePoser(questions: ToolQuestions, seen: string, end: ProgramEnd): string {
  const reason = `it is not ${questions.title}: what really runs is ${seen}`;
  return end.endedBy === 'SIGKILL' ? reason : `${reason}; ${describeEnd(end)}`;
}
