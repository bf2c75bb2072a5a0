import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { fingerprint } from '#domain';
import { ROOT, apply, mainOf } from '../mutants/service-copies.ts';
import type { Edit } from '../mutants/service-copies.ts';
import type { Fault, OtherService } from './fault.ts';

/** One fault, run for real: where its journal lies, and how the command ended. */
export interface Staged {
  readonly fault: Fault;
  readonly runFolder: string;
  readonly status: number | null;
  readonly tookMs: number;
  readonly said: string;
}

/** A name that says nothing of what is wrong: it stands in commands, and commands stand in the journal. */
export function neutralName(id: string): string {
  return `copy-${fingerprint(id).slice(0, 8)}`;
}

const KEPT_WORDS = 2000;

/** Runs one fault in a project folder of its own below `folder`, where the copies of the service lie. */
export async function stage(folder: string, fault: Fault): Promise<Staged> {
  const name = neutralName(fault.id);
  const project = join(folder, 'projects', name);
  mkdirSync(project, { recursive: true });
  linkPackages(project);
  if (fault.service !== undefined) copyService(serviceFolder(fault.service), project, fault.edits ?? []);
  for (const [file, text] of Object.entries(fault.files ?? {})) writeFileSync(join(project, file), text);
  writeFileSync(join(project, 'reality.yaml'), makeConfig(folder, project, fault));
  const end = await fault.beside?.();
  try {
    return { fault, ...(await run(project, fault.suites)) };
  } finally {
    await end?.();
  }
}

function serviceFolder(service: OtherService): string {
  return join(ROOT, 'fixtures', `${service}-service`);
}

/** What earlier runs leave beside the files of a service. */
const LEFT: ReadonlySet<string> = new Set(['reports', '__pycache__', '.pytest_cache']);

/** The files of another service, with what is wrong in them. */
function copyService(from: string, project: string, edits: readonly Edit[]): void {
  cpSync(from, project, { recursive: true, filter: (path) => !LEFT.has(basename(path)) });
  for (const edit of edits) {
    const path = join(project, edit.file);
    writeFileSync(path, apply(readFileSync(path, 'utf8'), edit));
  }
}

function makeConfig(folder: string, project: string, fault: Fault): string {
  if (fault.service !== undefined) {
    const config = parseDocument(readFileSync(join(project, 'reality.yaml'), 'utf8'));
    fault.change?.(config, { folder: project, main: String(config.getIn(['components', 'service', 'command', 1])) });
    return config.toString();
  }
  const config = parseDocument(readFileSync(join(ROOT, 'reality.yaml'), 'utf8'));
  const copy = fault.edits === undefined || fault.edits.length === 0 ? 'unchanged' : neutralName(fault.id);
  const main = mainOf(folder, copy);
  config.setIn(['components', 'service', 'command'], ['node', main]);
  fault.change?.(config, { folder: project, main });
  return config.toString();
}

/** The packages of this repository, and this repository as one of them. */
function linkPackages(project: string): void {
  const packages = join(project, 'node_modules');
  if (existsSync(packages)) return;
  mkdirSync(packages);
  const names = readdirSync(join(ROOT, 'node_modules')).filter((name) => !name.startsWith('.'));
  for (const name of names) symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  symlinkSync(ROOT, join(packages, 'reality-harness'));
}

async function run(project: string, suites: readonly string[]): Promise<Omit<Staged, 'fault'>> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'reality.js'), 'run', ...suites], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const note = (text: string): void => void (said = (said + text).slice(-KEPT_WORDS));
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', note);
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass);
  await once(child, 'close');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, pass);
  const tookMs = performance.now() - startedMs;
  return { runFolder: join(project, 'reports', 'latest'), status: child.exitCode, tookMs, said };
}
