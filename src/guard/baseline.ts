import { relative } from 'node:path';
import { RealityError } from '#domain';
import type { Finding } from '#domain';

/** What a project started with: file and rule → how many are still tolerated. It may only shrink. */
export type Baseline = ReadonlyMap<string, number>;

const VERSION = 1;

/** Reads a ledger; throws `usage` for a text that is none. */
export function parseBaseline(text: string, path: string): Baseline {
  const value = parse(text);
  const isLedger = typeof value === 'object' && value !== null && 'version' in value && value.version === VERSION;
  if (!isLedger || !('tolerated' in value) || typeof value.tolerated !== 'object' || value.tolerated === null) {
    throw new RealityError('usage', `${path} is no ledger of findings (version ${VERSION})`);
  }
  const entries = Object.entries(value.tolerated).map(([key, count]) => [key, Number(count)] as const);
  const wrong = entries.find(([, count]) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined) throw new RealityError('usage', `${path}: ${wrong[0]} must be a whole number of at least 1`);
  return new Map(entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The ledger of what blocks now, to be kept with the project. */
export function makeBaseline(findings: readonly Finding[], root: string): string {
  const counts = [...tally(findings, root)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `${JSON.stringify({ version: VERSION, tolerated: Object.fromEntries(counts) }, null, 2)}\n`;
}

export interface AgainstBaseline {
  /** Findings that the ledger does not tolerate. */
  readonly fresh: readonly Finding[];
  readonly tolerated: number;
  /** How many entries of the ledger are no longer there: it should shrink. */
  readonly gone: number;
}

/** Holds findings against a ledger. Where a file has more of a rule than it had, all of that rule there are told: nobody knows which is new. */
export function holdAgainst(findings: readonly Finding[], baseline: Baseline, root: string): AgainstBaseline {
  const counts = tally(findings, root);
  const fresh = findings.filter((finding) => {
    const key = keyOf(finding, root);
    return finding.verdict === 'block' && (counts.get(key) ?? 0) > (baseline.get(key) ?? 0);
  });
  let tolerated = 0;
  let gone = 0;
  for (const [key, allowed] of baseline) {
    const found = counts.get(key) ?? 0;
    if (found <= allowed) tolerated += found;
    gone += Math.max(0, allowed - found);
  }
  return { fresh, tolerated, gone };
}

function tally(findings: readonly Finding[], root: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings.filter(({ verdict }) => verdict === 'block')) {
    const key = keyOf(finding, root);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf({ file, rule }: Finding, root: string): string {
  return `${relative(root, file)} ${rule}`;
}
