import { spawn } from 'node:child_process';
import { blameCaller } from './blame-caller.ts';

/** How a tool ended; a value whatever happened. */
export interface ToolRun {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  /** Last 4 KiB. */
  readonly stderr: string;
  /** Whether the outer limit ended it. */
  readonly timedOut: boolean;
  readonly tookMs: number;
}

export interface ToolOptions {
  /** Outer limit in milliseconds, after which the tool is killed. FFmpeg's own options differ between its versions. */
  readonly withinMs: number;
  readonly stdin?: Buffer;
}

/** Runs `ffmpeg`, `ffprobe` or another program of the PATH to its end. */
export async function runTool(argv: readonly [string, ...string[]], options: ToolOptions): Promise<ToolRun> {
  const [program, ...args] = argv;
  const startedMs = performance.now();
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  let stderr = '';
  let timedOut = false;
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = `${stderr}${chunk.toString()}`.slice(-4096);
  });
  // A tool that ends before it has read everything is told by its exit, not by a broken pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin);
  const limit = setTimeout(() => {
    timedOut = true;
    child.kill('SIGKILL');
  }, options.withinMs);
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${program} could not be started`, { cause })));
    child.once('close', (exitCode, exitSignal) => resolve({ code: exitCode, signal: exitSignal }));
  }).finally(() => clearTimeout(limit));
  return { code, signal, stdout: Buffer.concat(stdout), stderr, timedOut, tookMs: performance.now() - startedMs };
}

/** Standard output of a tool that must succeed; the failure quotes its last words. */
export async function toolOutput(argv: readonly [string, ...string[]], options: ToolOptions): Promise<Buffer> {
  const run = await runTool(argv, options);
  if (run.code === 0 && !run.timedOut) return run.stdout;
  const how = run.timedOut ? `was still running after ${options.withinMs} ms` : `ended with ${run.signal ?? run.code}`;
  throw blameCaller(new Error(`${argv.join(' ')} ${how}: ${run.stderr.trim() || 'it said nothing'}`));
}
