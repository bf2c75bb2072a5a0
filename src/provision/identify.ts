import { access, constants, stat } from 'node:fs/promises';
import { describeError, type Environment, type ToolIdentity, type ToolName, type ToolSource } from '#domain';
import { keepRecord, readRecord } from './identity-record.ts';
import { lookWhileRunning } from './look-while-running.ts';
import { describeEnd, runProgram, type ProgramEnd, type ProgramOptions } from './run-program.ts';
import { scanFile } from './scan-file.ts';
import { judgeVersion } from './support.ts';
import { TOOL_QUESTIONS, type ToolQuestions } from './tool-questions.ts';

export interface IdentifyInput {
  readonly name: ToolName;
  /** Absolute path of what would be started. */
  readonly path: string;
  readonly source: ToolSource;
  readonly environment: Environment;
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  /** What the file itself has to hash to; if it does not, it is not started. */
  readonly sha256?: string;
  /** false = the path is about to be moved, so nothing is written down of it. */
  readonly keep?: boolean;
}

export type Identification =
  | { readonly kind: 'identified'; readonly tool: ToolIdentity; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

const ANSWER_MS = 15_000;

/**
 * Judges the program behind a path: it is started and looked at while it runs, so that a wrapper which ends in the real
 * program is fine and a script that only talks like it is not. Known files are answered from the record in the cache.
 */
export async function identifyTool(input: IdentifyInput): Promise<Identification> {
  const { name, source, cacheDir } = input;
  const searchPath = input.environment.env['PATH'] ?? '';
  const record = await readRecord(cacheDir, name, input.path, searchPath);
  if (record !== undefined && (input.sha256 === undefined || input.sha256 === record.sha256)) {
    const { executable, version, sha256, warnings } = record;
    return { kind: 'identified', tool: { name, path: input.path, executable, version, sha256, source }, warnings };
  }
  try {
    return await interrogate(input, searchPath);
  } catch (error) {
    input.signal.throwIfAborted();
    return { kind: 'refused', reason: describeError(error) };
  }
}

async function interrogate(input: IdentifyInput, searchPath: string): Promise<Identification> {
  const { name, environment } = input;
  const questions = TOOL_QUESTIONS[name];
  const obstacle = await findObstacle(input);
  if (obstacle !== undefined) return { kind: 'refused', reason: obstacle };
  const options = makeOptions(input);
  const spoken = await runProgram(input.path, questions.versionArgs, options);
  const version = questions.parseVersion(spoken.stdout.toString('utf8'));
  if (version === undefined) return { kind: 'refused', reason: describeNoVersion(questions, spoken) };
  const look = await lookWhileRunning(input.path, questions, version, options);
  if (look.kind === 'refused') return look;
  const support = await judgeVersion(name, version);
  if (support.kind === 'refused') return support;
  const lack = await findLack(input.path, questions, options);
  if (lack !== undefined) return { kind: 'refused', reason: lack };
  const warnings = support.kind === 'degraded' ? [support.warning] : [];
  const tool = { name, path: input.path, executable: look.executable, version, sha256: look.sha256 };
  if (input.keep !== false)
    await keepRecord(input.cacheDir, tool, { warnings, searchPath, token: environment.randomHex(8) });
  return { kind: 'identified', tool: { ...tool, source: input.source }, warnings };
}

/** What can be said without starting anything. */
async function findObstacle(input: IdentifyInput): Promise<string | undefined> {
  const facts = await stat(input.path).catch(() => undefined);
  if (facts === undefined) return 'there is no such file';
  if (!facts.isFile()) return 'it is not a file';
  const mayRun = await access(input.path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!mayRun) return 'it is not executable';
  if (input.sha256 === undefined) return undefined;
  const { sha256 } = await scanFile(input.path, []);
  return sha256 === input.sha256 ? undefined : `its sha256 is ${sha256}, expected ${input.sha256}; it was not started`;
}

/** MediaMTX takes options from MTX_* and, of old, RTSP_*: what the caller's shell holds must not open a port here. */
function makeOptions(input: IdentifyInput): ProgramOptions {
  const inherited = Object.entries(input.environment.env).filter(([name]) => !/^(MTX|RTSP)_/.test(name));
  return { env: Object.fromEntries(inherited), cwd: '/', timeoutMs: ANSWER_MS, signal: input.signal };
}

function describeNoVersion(questions: ToolQuestions, end: ProgramEnd): string {
  return `asked for its version (${questions.versionArgs.join(' ')}) it does not answer as ${questions.title} does: ${describeEnd(end)}`;
}

async function findLack(file: string, questions: ToolQuestions, options: ProgramOptions): Promise<string | undefined> {
  for (const ability of questions.abilities) {
    const end = await runProgram(file, ability.args, {
      ...options,
      ...(ability.input === undefined ? {} : { input: ability.input }),
    });
    if (!ability.isProved(end)) return `it cannot ${ability.what}: ${describeEnd(end)}`;
  }
  return undefined;
}
