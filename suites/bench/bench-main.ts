// `npm run bench -- [--only ROW]… [--rounds N] [--files N] [--kills N]`: measures the numbers to reach and writes them into
// docs/reference/performance.md. Progress on stderr, the figures on stdout. Never part of `npm test`: a speed is no assertion.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeError } from '#domain';
import { ROOT } from '../self/lab.ts';
import { timeCommand } from './command.ts';
import { describeVerdict, insertFigures } from './page.ts';
import type { BenchOptions, Measured, Row } from './row.ts';
import { ROWS } from './rows.ts';
import { tellUsage } from '../mutants/tell-usage.ts';

tellUsage(`
Usage: npm run bench -- [--only ROW]… [--rounds N] [--files N] [--kills N]

Measures the numbers to reach and writes them into docs/reference/performance.md; rows that are not named keep their figures.
Rows: ${ROWS.map(({ name }) => name).join(', ')}.
`);
const PAGE = join(ROOT, 'docs', 'reference', 'performance.md');
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    files: { type: 'string', default: '200' },
    kills: { type: 'string', default: '30' },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const options: BenchOptions = {
  rounds: readCount(values.rounds),
  files: readCount(values.files),
  kills: readCount(values.kills),
  say,
};
const measured = new Map<string, Measured & { on: string }>();
for (const row of choose(values.only)) {
  say(`${row.name}: ${row.what}`);
  const load = loadavg()[0] ?? 0;
  const result = await measure(row);
  measured.set(row.name, { ...result, on: describeMachine(load) });
  process.stdout.write(
    `${row.name}: ${result.value}: ${describeVerdict(result.met).replaceAll('*', '')} (${row.target})\n`,
  );
}
writeFileSync(PAGE, insertFigures(readFileSync(PAGE, 'utf8'), { rows: ROWS, measured }));
await timeCommand([join(ROOT, 'node_modules', '.bin', 'oxfmt'), '--write', PAGE], { cwd: ROOT });

function choose(only: readonly string[] | undefined): readonly Row[] {
  const unknown = only?.find((name) => ROWS.every((row) => row.name !== name));
  if (unknown !== undefined) throw new Error(`no row ${unknown}: ${ROWS.map(({ name }) => name).join(', ')}`);
  return ROWS.filter(({ name }) => only?.includes(name) ?? true);
}

/** A row that cannot be measured says so, and the others go on. */
async function measure(row: Row): Promise<Measured> {
  try {
    return await row.measure(options);
  } catch (error) {
    say(describeError(error));
    return { value: `could not be measured: ${describeError(error).slice(0, 200)}`, met: undefined };
  }
}

/** What the figures depend on; names and paths of the machine are nobody's business. */
function describeMachine(load: number): string {
  const memory = `${Math.round(totalmem() / 1e9)} GB`;
  return `${availableParallelism()} CPUs, ${memory}, Node ${process.versions.node}, load ${load.toFixed(1)}, rounds: ${options.rounds}`;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${text} is no count`);
  return count;
}
