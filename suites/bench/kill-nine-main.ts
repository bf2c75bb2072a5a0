// `node dist/suites/bench/kill-nine-main.js [KILLS [LATEST_MS]]`: kills so many runs (1,000) with SIGKILL at random moments and prints what
// was left of them. Ends with 1 when a process, listener or result was lost.
import { killOnce } from '../self/kill-nine.ts';
import type { KillResult } from '../self/kill-nine.ts';
import { tellUsage } from '../mutants/tell-usage.ts';

tellUsage(`
Usage: node dist/suites/bench/kill-nine-main.js [KILLS [LATEST_MS]]

Kills so many runs (1,000) with SIGKILL, each at a random moment before LATEST_MS (3500), and prints what was left of them.
Ends with 1 when a process, a listener or a result was lost.
`);
const LATEST_MS = Number(process.argv[3] ?? 3500);
const WITHIN_MS = 2000;

const kills = Number(process.argv[2] ?? 1000);
const results: KillResult[] = [];
for (let number = 1; number <= kills; number += 1) {
  const result = await killOnce(LATEST_MS);
  results.push(result);
  if (isBad(result)) process.stderr.write(`kill ${number}: ${JSON.stringify(result)}\n`);
  else if (number % 50 === 0) process.stderr.write(`${number} of ${kills}\n`);
}
process.stdout.write(renderTable(results));
process.exitCode = results.some(isBad) ? 1 : 0;

function isBad({ goneAfterMs = Infinity, faults }: KillResult): boolean {
  return goneAfterMs > WITHIN_MS || faults.length > 0;
}

function renderTable(all: readonly KillResult[]): string {
  const times = all.map(({ goneAfterMs = Infinity }) => goneAfterMs).toSorted((one, two) => one - two);
  const at = (share: number): string =>
    `${Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)} ms`;
  const rows = [
    ['runs killed', all.length],
    ['of them ended before the kill', all.filter(({ completed }) => completed).length],
    ['with anything left after 2 s', times.filter((time) => time > WITHIN_MS).length],
    ['all gone after, median', at(0.5)],
    ['all gone after, 99th of 100', at(0.99)],
    ['all gone after, longest', at(1)],
    ['results in journals', all.reduce((sum, { journaled }) => sum + journaled, 0)],
    ['results in ledgers', all.reduce((sum, { inLedger }) => sum + inLedger, 0)],
    ['results lost, doubled or invented', all.reduce((sum, { faults }) => sum + faults.length, 0)],
  ];
  return `| what | value |\n| --- | ---: |\n${rows.map(([what, value]) => `| ${what} | ${value} |\n`).join('')}`;
}
