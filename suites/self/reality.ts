import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const BIN = join(import.meta.dirname, '..', '..', '..', 'bin', 'reality.js');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A service's own repository in small, in a folder of its own. */
export interface Project {
  readonly folder: string;
  /** Where runs put their worlds: must be empty after each of them. */
  readonly temp: string;
  readonly remove: () => void;
}

export function makeProject(files: Readonly<Record<string, string>>): Project {
  const root = mkdtempSync(join(tmpdir(), 'reality-self-'));
  const folder = join(root, 'project');
  const temp = join(root, 'tmp');
  mkdirSync(temp);
  for (const [name, text] of Object.entries({ ...files, 'package.json': '{}' })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, temp, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Starts the real program. `through` goes before it, such as a shell that sets a limit. */
export function startReality(
  project: Project,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  through: readonly string[] = [],
): ChildProcess {
  const [program, ...rest] = [...through, process.execPath, BIN, ...args];
  assert.ok(program !== undefined);
  const options = { cwd: project.folder, env: { ...process.env, TMPDIR: project.temp, ...env } };
  return spawn(program, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for the end of a started program; gives all that it said. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { status: child.exitCode, stdout, stderr };
}

/** Runs the real program to its end. */
export async function runReality(
  project: Project,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return endOf(startReality(project, args, env));
}
