// `npm run mutants [-- NAME…]`: puts one wrong line into a copy of the reference service, 20 times over, and requires that the bundled
// suites fail in the test named in advance. Ends with 1 when a mutant survives, or when a suite fails without one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge } from './judged-run.ts';
import type { JudgedRun } from './judged-run.ts';
import { MUTANTS } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import { copyServices, UNCHANGED } from './service-copies.ts';
import { tellUsage } from './tell-usage.ts';

tellUsage(`
Usage: npm run mutants [-- NAME…]

Puts one wrong line into a copy of the reference service, once for each mutant, and requires that the named test fails.
Mutants: ${MUTANTS.map(({ name }) => name).join(', ')}.
`);

interface Verdict {
  readonly mutant: Mutant;
  readonly isKilled: boolean;
  /** Tests that failed besides the named one. */
  readonly others: number;
  readonly tookMs: number;
}

let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (isInterrupted = true));

const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
try {
  process.exitCode = await runAll(chooseMutants(process.argv.slice(2)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function chooseMutants(names: readonly string[]): readonly Mutant[] {
  const unknown = names.filter((name) => !MUTANTS.some((mutant) => mutant.name === name));
  if (unknown.length > 0)
    throw new Error(`no mutant ${unknown.join(', ')}; known: ${MUTANTS.map(({ name }) => name).join(', ')}`);
  return MUTANTS.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function runAll(mutants: readonly Mutant[]): Promise<number> {
  const startedMs = performance.now();
  copyServices(
    folder,
    mutants.map((mutant) => ({ name: mutant.name, edits: [mutant] })),
  );
  const isGreen = await runUnchanged(mutants);
  const verdicts: Verdict[] = [];
  for (const mutant of mutants) {
    if (isInterrupted) return 130;
    verdicts.push(await runMutant(mutant));
  }
  const killed = verdicts.filter(({ isKilled }) => isKilled).length;
  process.stdout.write(renderTable(verdicts));
  process.stdout.write(`${seconds(performance.now() - startedMs)} in all\n${killed} of ${mutants.length} killed\n`);
  return isGreen && killed === mutants.length ? 0 : 1;
}

/** Without a wrong line each suite is green: so it is the line that a suite fails for, and the named tests exist. */
async function runUnchanged(mutants: readonly Mutant[]): Promise<boolean> {
  const suites = [...new Set(mutants.map(({ suite }) => suite))];
  const run = await judge(folder, UNCHANGED, suites);
  const absent = mutants.map(idOf).filter((id) => !run.passed.includes(id));
  const isGreen = run.status === 0 && absent.length === 0;
  say(`${UNCHANGED}: ${run.passed.length} tests of ${suites.length} suites passed, ${seconds(run.tookMs)}`);
  for (const id of new Set([...run.failed, ...absent])) say(`  not passed: ${id}`);
  if (run.status !== 0) say(run.said);
  return isGreen;
}

async function runMutant(mutant: Mutant): Promise<Verdict> {
  const run = await judge(folder, mutant.name, [mutant.suite]);
  const others = run.failed.filter((id) => id !== idOf(mutant));
  const isKilled = run.status === 1 && run.failed.includes(idOf(mutant));
  say(`${mutant.name}: ${isKilled ? 'killed' : 'survived'}, ${seconds(run.tookMs)}`);
  if (!isKilled) explain(run);
  return { mutant, isKilled, others: others.length, tookMs: run.tookMs };
}

function explain({ status, failed, said }: JudgedRun): void {
  say(`  exit status ${status}, failed: ${failed.join(' | ') || 'nothing'}\n${said}`);
}

function idOf({ suite, test }: Mutant): string {
  return `${suite}::${test}`;
}

function renderTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ mutant: { name, file, change, suite, test }, isKilled, others, tookMs }) =>
    [name, file, change, suite, test, isKilled ? 'killed' : 'SURVIVED', others, seconds(tookMs)].join(' | '),
  );
  const head = 'mutant | file | change | suite | named test | result | others failed | took';
  const lines = [head, head.replaceAll(/[^|]+/gu, ' --- ').trim(), ...rows];
  return lines.map((row) => `| ${row} |\n`).join('');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
