// What the tests of this module share: temporary folders, scripts, archives, a local server, a tiny Go module that stands
// where MediaMTX stands. No tests in here.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Environment } from '#domain';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { provision } from './provision.ts';
import { removeTree } from './work-folder.ts';
import type { ProvisionRequest, ProvisionResult } from './types.ts';

export const run: (
  file: string,
  args: readonly string[],
  options?: { readonly cwd?: string; readonly env?: Environment['env'] },
) => Promise<{ readonly stdout: string; readonly stderr: string }> = promisify(execFile);

export interface Lab {
  readonly folder: string;
  readonly cacheDir: string;
  readonly file: (name: string) => string;
  /** Writes an executable script and returns its path. */
  readonly script: (name: string, text: string) => Promise<string>;
  readonly provision: (asked: Partial<ProvisionRequest>) => Promise<ProvisionResult>;
  /** Progress lines of all `provision` calls so far. */
  readonly told: string[];
  readonly list: (folder: string) => Promise<readonly string[]>;
}

/** A fresh folder for each test, removed after it. */
export async function makeLab(): Promise<Lab & AsyncDisposable> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'reality-provision-'));
  const cacheDir = path.join(folder, 'cache');
  const file = (name: string): string => path.join(folder, name);
  const told: string[] = [];
  return {
    folder,
    cacheDir,
    file,
    told,
    script: async (name, text) => {
      await mkdir(path.dirname(file(name)), { recursive: true });
      await writeFile(file(name), text, { mode: 0o755 });
      return file(name);
    },
    provision: async (asked) => {
      const [result] = await provision({
        tools: ['mediamtx'],
        environment: testEnvironment(),
        signal: new AbortController().signal,
        progress: (text) => void told.push(text),
        obtain: true,
        ...asked,
        settings: { cacheDir, ...asked.settings },
      });
      if (result === undefined) throw new Error('no tool was asked for');
      return result;
    },
    list: async (name) => readdir(path.join(folder, name)).catch(() => []),
    [Symbol.asyncDispose]: async () => removeTree(folder),
  };
}

/** Results of a call as text, for assertions that show what was tried when they fail. */
export function describeAttempts(result: ProvisionResult): string {
  return result.attempts.map(({ source, what, result: came }) => `${source}: ${what}: ${came}`).join('\n');
}

/** Waits until a condition holds; says what it waited for when it does not. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean> | boolean,
  withinMs: number = 30_000,
): Promise<void> {
  const deadlineMs = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
}

export interface Server extends AsyncDisposable {
  readonly address: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  /** Tunnels that were asked for, as a proxy is asked for one. */
  readonly connected: () => number;
}

/** A real HTTP server on a port of its own. */
export async function serve(answer: http.RequestListener): Promise<Server> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  let tunnels = 0;
  server.on('connect', (_, socket) => {
    tunnels += 1;
    socket.end('HTTP/1.1 502 no tunnel\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    connected: () => tunnels,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One call of provision in a process of its own. */
export interface Runner extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly told: () => string;
  /** Its result; undefined when it was killed. */
  readonly result: Promise<ProvisionResult | undefined>;
}

export function startRunner(tool: string, env: Environment['env']): Runner {
  const main = path.resolve('dist/fixtures/tools/main.js');
  const child = spawn(process.execPath, [main, tool], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const result = new Promise<ProvisionResult | undefined>((resolve) => {
    child.once('close', () => {
      const results = stdout === '' ? [] : (JSON.parse(stdout) as readonly ProvisionResult[]);
      resolve(results[0]);
    });
  });
  return {
    child,
    told: () => stderr,
    result,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await result;
    },
  };
}

/** All processes whose arguments or folder name a text: what a killed runner may have left behind. */
export async function findProcesses(text: string): Promise<readonly string[]> {
  const { stdout } = await run('ps', ['-eo', 'pid,stat,args']);
  return stdout.split('\n').filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line));
}
