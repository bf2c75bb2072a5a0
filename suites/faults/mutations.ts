import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '#domain';
import type { Category } from '#domain';
import { ROOT } from '../mutants/service-copies.ts';
import type { Fault, OtherService } from './fault.ts';

/** Files of one service in which a wrong line is of one heading, whatever the line. */
interface Ground {
  readonly service: OtherService;
  readonly suites: readonly string[];
  readonly heading: Category;
  readonly files: readonly string[];
}

const ORDERS = { service: 'orders', suites: ['orders'] } as const;
const LEDGER = { service: 'ledger', suites: ['ledger', 'ledger-node'] } as const;
const PARCELS = { service: 'parcels', suites: ['parcels', 'parcels-node'] } as const;

const GROUNDS: readonly Ground[] = [
  { ...ORDERS, heading: 'SYSTEM_CRITICAL', files: ['orders.mjs'] },
  { ...ORDERS, heading: 'INTEGRATION_ISSUE', files: ['prices.mjs'] },
  { ...ORDERS, heading: 'TEST_ARTIFACT', files: ['orders.test.mjs'] },
  { ...LEDGER, heading: 'SYSTEM_CRITICAL', files: ['ledger.py', 'book.py', 'settler.py', 'rates_client.py'] },
  { ...LEDGER, heading: 'INTEGRATION_ISSUE', files: ['rates.py'] },
  { ...LEDGER, heading: 'TEST_ARTIFACT', files: ['test_ledger.py', 'ledger.test.mjs'] },
  {
    ...PARCELS,
    heading: 'SYSTEM_CRITICAL',
    files: ['book', 'main', 'routes', 'sorter', 'zones'].map((name) => `parcels/${name}.go`),
  },
  { ...PARCELS, heading: 'INTEGRATION_ISSUE', files: ['zones/main.go'] },
  { ...PARCELS, heading: 'TEST_ARTIFACT', files: ['parcels_test.go', 'parcels.test.mjs'] },
];

/** What stands in a line, and what stands there instead; every place of it is one mutation. */
const OPERATORS: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/(?<![\w.'"`:/-])\d+(?![\w.'"`:/-])/gu, (found) => String(Number(found) + 1)],
  [/[!=]==?/gu, (found) => (found.startsWith('!') ? `=${found.slice(1)}` : `!${found.slice(1)}`)],
  [/ [<>]=? /gu, (found) => (found.includes('=') ? found.replace('=', '') : `${found.slice(0, 2)}= `)],
  [/&&|\|\|/gu, (found) => (found === '&&' ? '||' : '&&')],
  [/ (?:and|or) /gu, (found) => (found === ' and ' ? ' or ' : ' and ')],
  [/\b(?:true|false|True|False)\b/gu, (found) => OTHER_TRUTH[found] ?? found],
  [/ [*+] /gu, (found) => (found === ' + ' ? ' - ' : ' + ')],
  [/(?<=['"])[a-z_]{3,}(?=['"])/gu, (found) => `${found}x`],
  [/^\s*(?:await )?[\w.]+\([^{]*\);?$/gu, (found) => found.replace(/\S.*/u, (call) => (call.endsWith(';') ? ';' : ''))],
];

const OTHER_TRUTH: Readonly<Record<string, string>> = { true: 'false', false: 'true', True: 'False', False: 'True' };

/** Lines that say nothing of what the program does. */
const IDLE = /^\s*(?:\/\/|#|"""|\*|import\b|from\b|package\b|it\(|describe\(|def test_|func Test|["'][\w./]+["']$)/u;

/** So many wrong lines for each service and heading, drawn by the seed: the same seed draws the same. */
export function drawMutations(seed: string, countEach: number): readonly Fault[] {
  return GROUNDS.flatMap((ground) => {
    const order = listMutations(ground).toSorted((one, other) => compare(rank(seed, one), rank(seed, other)));
    return order.slice(0, countEach).map((one) => asFault(ground, one));
  });
}

interface Mutation {
  readonly file: string;
  /** From 0. */
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}

function listMutations({ service, files }: Ground): readonly Mutation[] {
  return files.flatMap((file) => {
    const lines = readFileSync(join(ROOT, 'fixtures', `${service}-service`, file), 'utf8').split('\n');
    return lines.flatMap((from, line) => mutate(from, file).map((to) => ({ file, line, from, to, lines })));
  });
}

function mutate(line: string, file: string): readonly string[] {
  if (IDLE.test(line)) return [];
  const made = OPERATORS.flatMap(([pattern, replace]) =>
    [...line.matchAll(pattern)].map(({ 0: found, index }) => {
      const to = `${line.slice(0, index)}${replace(found)}${line.slice(index + found.length)}`;
      return to.trim() === '' && file.endsWith('.py') ? line.replace(/\S.*/u, 'pass') : to;
    }),
  );
  return [...new Set(made)].filter((to) => to !== line);
}

function rank(seed: string, { file, line, to }: Mutation): string {
  return fingerprint(`${seed}|${file}|${line}|${to}`);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function asFault({ service, suites, heading }: Ground, mutation: Mutation): Fault {
  const { file, line, from, to, lines } = mutation;
  const what = `${service} ${file}:${line + 1}: ${from.trim()} → ${to.trim()}`;
  // The whole file, since one line may stand in it twice.
  const whole = lines.join('\n');
  const changed = lines.with(line, to).join('\n');
  return {
    id: `m-${fingerprint(`${service}|${what}`).slice(0, 8)}`,
    what,
    service,
    suites,
    expected: [heading],
    edits: [{ file, from: whole, to: changed }],
  };
}
