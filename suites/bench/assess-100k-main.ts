// `node dist/suites/bench/assess-100k-main.js [TESTS]`: stores runs of so many tests (100,000) and measures `reality report` on them:
// judge, assessment and all report files, from the journal alone. Ends with 1 when a limit of docs/reference/performance.md is missed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { tellUsage } from '../mutants/tell-usage.ts';

tellUsage(`
Usage: node dist/suites/bench/assess-100k-main.js [TESTS]

Stores runs of so many tests (100,000) and measures \`reality report\` on them. Ends with 1 when a limit is missed.
`);
const TESTS = Number(process.argv[2] ?? 100_000);
const PER_SUITE = 200;
const MAX_MS = 10_000;
const MAX_BYTES = 512e6;
const MAX_JOURNAL_BYTES = 40_000_000;

const BIN = join(import.meta.dirname, '..', '..', '..', 'bin', 'reality.js');

interface Shape {
  readonly name: string;
  /** Text of a test that fails; undefined for one that passes. */
  readonly fail: (number: number) => string | undefined;
}

const SHAPES: readonly Shape[] = [
  { name: 'one of ten fails, 50 texts', fail: (number) => (number % 10 === 3 ? describe(number % 500) : undefined) },
  { name: 'all fail, 500 texts', fail: (number) => describe(number % 500) },
];

function describe(number: number): string {
  return `Expected values to be strictly equal:\n\n${'abcdefgh'[number % 8] ?? ''}${number} !== expected`;
}

function makeRun({ fail }: Shape): RunBuilder {
  const ids = Array.from({ length: 200 }, (_, index) => `REQ-${index}`);
  const requirements = ids.map(
    (id) => ({ id, text: id, source: 'x', status: 'approved', critical: true, kind: 'x' }) as const,
  );
  const run = new RunBuilder({ declared: { requirements } });
  for (let first = 0; first < TESTS; first += PER_SUITE) addSuite(run, first, fail);
  return run.end();
}

function addSuite(run: RunBuilder, first: number, fail: Shape['fail']): void {
  const numbers = Array.from({ length: Math.min(PER_SUITE, TESTS - first) }, (_, index) => first + index);
  const suite = `suite-${first / PER_SUITE}`;
  run.suite(suite, { lane: 'unit', tags: ['bench'] });
  const tests = numbers.map((number) => ({
    titles: ['group', `test ${number}`],
    occurrence: 1,
    requirements: [`REQ-${number % 200}`],
  }));
  const attempt = run.attempt(suite, tests, '');
  let red = false;
  for (const [ordinal, number] of numbers.entries()) {
    const message = fail(number);
    red ||= message !== undefined;
    if (message === undefined) run.test(attempt, ordinal, 'passed');
    else
      run.test(attempt, ordinal, 'failed', {
        reason: 'assertion',
        failure: raised(message, { code: 'ERR_ASSERTION' }),
      });
  }
  run.finish(attempt, suite, red ? 'failed' : 'passed');
}

interface Measured {
  readonly name: string;
  readonly journalBytes: number;
  readonly wallMs: number;
  readonly processorMs: number;
  readonly peakBytes: number;
}

function measure(shape: Shape, folder: string): Measured {
  const run = makeRun(shape);
  mkdirSync(join(folder, 'sides'), { recursive: true });
  writeFileSync(join(folder, 'events.ndjson'), run.bytes());
  for (const [name, text] of run.sides) writeFileSync(join(folder, 'sides', name), text);
  const beganMs = performance.now();
  const { maxRSS, userCPUTime, systemCPUTime } = runReport(folder);
  return {
    name: shape.name,
    journalBytes: statSync(join(folder, 'events.ndjson')).size,
    wallMs: performance.now() - beganMs,
    processorMs: (userCPUTime + systemCPUTime) / 1000,
    peakBytes: maxRSS * 1024,
  };
}

/** The real program; what it used is told by itself at its end. */
function runReport(folder: string): NodeJS.ResourceUsage {
  const note = join(folder, 'usage.json');
  const tell = `process.on('exit',()=>writeFileSync(${JSON.stringify(note)},JSON.stringify(process.resourceUsage())))`;
  const hook = `data:text/javascript,import{writeFileSync}from'node:fs';${encodeURIComponent(tell)}`;
  const { status } = spawnSync(process.execPath, ['--import', hook, BIN, 'report', folder], { stdio: 'ignore' });
  // A run with failures ends with 1: that is its verdict, no fault of the measurement.
  if (status !== 0 && status !== 1) throw new Error(`reality report ended with status ${String(status)}`);
  const told: unknown = JSON.parse(readFileSync(note, 'utf8'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the hook above
  return told as NodeJS.ResourceUsage;
}

function isMissed({ journalBytes, wallMs, peakBytes }: Measured): boolean {
  return wallMs > MAX_MS || peakBytes > MAX_BYTES || journalBytes > MAX_JOURNAL_BYTES;
}

function renderRow({ name, journalBytes, wallMs, processorMs, peakBytes }: Measured): string {
  const cells = [
    `${TESTS} tests, ${name}`,
    `${(journalBytes / 1e6).toFixed(1)} MB`,
    `${(wallMs / 1000).toFixed(1)} s`,
    `${(processorMs / 1000).toFixed(1)} s`,
    `${(peakBytes / 1e6).toFixed(0)} MB`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

const root = mkdtempSync(join(tmpdir(), 'assess-'));
try {
  process.stdout.write('| run | journal (≤ 40 MB) | report (≤ 10 s) | processor time | peak memory (≤ 512 MB) |\n');
  process.stdout.write('| --- | ---: | ---: | ---: | ---: |\n');
  const all = SHAPES.map((shape, index) => {
    const measured = measure(shape, join(root, `run-${index}`));
    process.stdout.write(renderRow(measured));
    return measured;
  });
  // The worst shape is shown, the usual one is promised.
  process.exitCode = all.slice(0, 1).some(isMissed) ? 1 : 0;
} finally {
  rmSync(root, { recursive: true, force: true });
}
