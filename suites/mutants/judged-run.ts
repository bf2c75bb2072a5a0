import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { parseAssessment } from '../self/results.ts';
import { mainOf, ROOT } from './service-copies.ts';

/** How one run of the bundled suites judged one copy of the service. */
export interface JudgedRun {
  readonly status: number | null;
  /** Title paths without what they cite. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly tookMs: number;
  /** The end of what the command said, for whoever must know why. */
  readonly said: string;
}

const KEPT_WORDS = 2000;

/** Runs whole suites on a copy, with this repository's configuration but for the command of the service. */
export async function judge(folder: string, copy: string, suites: readonly string[]): Promise<JudgedRun> {
  const config = writeConfig(folder, copy);
  const output = join(folder, 'reports', copy);
  const startedMs = performance.now();
  const reality = [join(ROOT, 'bin', 'reality.js'), 'run', ...suites, '-c', config, '-o', output];
  const child = spawn(process.execPath, reality, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const note = (text: string): void => void (said = (said + text).slice(-KEPT_WORDS));
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', note);
  // The run cleans up after itself before it ends.
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass);
  await once(child, 'close');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, pass);
  return { status: child.exitCode, ...readTests(output), tookMs: performance.now() - startedMs, said };
}

function writeConfig(folder: string, copy: string): string {
  const config = parseDocument(readFileSync(join(ROOT, 'reality.yaml'), 'utf8'));
  config.setIn(['components', 'service', 'command'], ['node', mainOf(folder, copy)]);
  const path = join(folder, `${copy}.yaml`);
  writeFileSync(path, config.toString());
  return path;
}

function readTests(output: string): Pick<JudgedRun, 'passed' | 'failed'> {
  const path = join(output, 'latest', 'assessment.json');
  if (!existsSync(path)) return { passed: [], failed: [] };
  const tests = parseAssessment(readFileSync(path, 'utf8')).suites.flatMap((suite) => suite.tests);
  const titles = (outcomes: readonly string[]): readonly string[] =>
    tests
      .filter(({ outcome }) => outcomes.includes(outcome))
      .map(({ id }) => id.replaceAll(/ \[REQ-[A-Z0-9-]+\]/gu, ''));
  return { passed: titles(['passed']), failed: titles(['failed', 'timed-out', 'errored', 'crashed']) };
}
