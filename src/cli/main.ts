import { randomBytes } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import { ERROR_CODES, EXIT, describeError } from '#domain';
import type { Environment } from '#domain';
import { wantsColour } from './colour.ts';
import { listenForInterrupts } from './interrupts.ts';
import { runProgram } from './program.ts';
import type { Shell } from './shell.ts';

/** The one place where the real process is met: arguments, variables, streams, signals and the exit status. */
export async function main(): Promise<void> {
  const shell = openShell();
  if (shell === undefined) return;
  let isFaulty = false;
  const noteFault = (error: unknown): void => {
    isFaulty = true;
    tellBug(error);
  };
  process.on('uncaughtException', noteFault);
  process.on('unhandledRejection', noteFault);
  // A reader that went away (`| head`) is no fault; the run goes on and its reports are written.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Where files may only grow so far, a write past it ends the process unless somebody listens; with it, it is an error like any other.
  process.on('SIGXFSZ', () => {});
  const status = await runProgram(shell);
  process.exitCode = isFaulty ? EXIT.bug : statusOfResults(status);
}

/** Node cannot even say where it is when the folder was removed under it. */
function openShell(): Shell | undefined {
  try {
    return makeShell();
  } catch (error) {
    writeAll(2, `reality: the folder in which this was typed is gone: ${describeError(error)}\n`);
    process.exitCode = ERROR_CODES.usage.exit;
    return undefined;
  }
}

/** Set when results could not be told on stdout for another reason than a reader that went away. */
let lostResults: string | undefined;

// Good news that nobody could be told is none.
function statusOfResults(status: number): number {
  if (lostResults === undefined || status !== EXIT.passed) return status;
  writeAll(2, `reality: the results could not be written to stdout: ${lostResults}\n`);
  return EXIT.notWritten;
}

function makeShell(): Shell {
  const environment = makeEnvironment();
  const noColour = process.argv.includes('--no-color') ? false : undefined;
  return {
    environment,
    version: readVersion(),
    argv: process.argv.slice(2),
    out: (text) => writeAll(1, text),
    err: (text) => writeAll(2, text),
    colour: {
      out: wantsColour(process.env, process.stdout.isTTY, noColour),
      err: wantsColour(process.env, process.stderr.isTTY, noColour),
    },
    live: process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb',
    columns: () => process.stderr.columns ?? 80,
    onInterrupt: (handle) => listenForInterrupts(environment.monotonicMs, handle),
    totalMemoryBytes: os.totalmem(),
    cpus: os.availableParallelism(),
    kernel: os.release(),
    tmpRoot: os.tmpdir(),
  };
}

function makeEnvironment(): Environment {
  return {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    arch: process.arch,
    wallClockMs: () => performance.timeOrigin + performance.now(),
    monotonicMs: () => performance.now(),
    randomHex: (sizeBytes) => randomBytes(sizeBytes).toString('hex'),
  };
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}

// Synchronous, so that nothing is lost when the process ends; EAGAIN on a slow pipe is tried again.
function writeAll(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    const written = writeSome(descriptor, rest);
    if (written < 0) return;
    rest = rest.subarray(written);
  }
}

function writeSome(descriptor: 1 | 2, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN') return 0;
    if (descriptor === 1 && code !== 'EPIPE') lostResults = describeError(error);
    return -1;
  }
}

// The run goes on: what it still finds out is worth having, and its own limits end it. Only its status is settled.
function tellBug(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? describeError(error)) : describeError(error);
  writeAll(2, `reality: a bug of ours, please report it with this text:\n${stack}\n`);
}
