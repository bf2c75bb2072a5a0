import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { isGreen } from '#domain';
import type { Fact, HostLoadFact } from '#domain';
import { findLogFacts, pickExchanges, readExchanges } from '#facts';
import type { AttemptOutcome } from './attempt-ledger.ts';
import type { Attempt } from './attempt-state.ts';
import { makeClean } from './clean-text.ts';
import { readComponentLog } from './component-lines.ts';

/** Components that do not answer at all must not hold up the run. */
const PROBE_LIMIT_MS = 3000;
/** For one attempt; a suite of which everything is red says the same a thousand times. */
const MAX_FACTS = 200;
const MAX_FILE_BYTES = 8 * 1024 * 1024;

interface Found {
  readonly ordinal?: number;
  readonly fact: Fact;
}

/**
 * Journals what was seen around the red tests of an attempt that has just ended, while its world still stands: exchanges, lines of
 * components, their answers to their own proofs of readiness, the load of the host. Nothing for an attempt that was green or cut short.
 */
export async function collectFacts(attempt: Attempt, { outcome }: AttemptOutcome): Promise<void> {
  const { run, world, times, lists } = attempt;
  if (lists === true || outcome === 'interrupted') return;
  if (isGreen(outcome)) {
    run.usual.remember(world?.logs() ?? [], times.windows);
    return;
  }
  // Asked first, before anything else takes time: the nearest thing to what the last test met.
  const probes = askComponents(attempt);
  const found: readonly Found[] = [...findExchanges(attempt), ...findLines(attempt)];
  const around: readonly Found[] = [...(await probes), ...readLoad()].map((fact) => ({ fact }));
  tell(attempt, [...around, ...found]);
}

function tell({ run, id, planned }: Attempt, found: readonly Found[]): void {
  for (const { ordinal, fact } of found.slice(0, MAX_FACTS)) {
    run.emit({ kind: 'fact-found', attempt: id, ...(ordinal !== undefined && { ordinal }), fact });
  }
  const more = found.length - MAX_FACTS;
  if (more > 0) warn({ run, planned }, `${more} more facts around its red tests are not told`);
}

function warn({ run, planned }: Pick<Attempt, 'run' | 'planned'>, text: string): void {
  run.emit({ kind: 'warning', about: planned.name, text });
}

async function askComponents({ run, world }: Attempt): Promise<readonly Fact[]> {
  const deadlineMs = run.context.environment.monotonicMs() + PROBE_LIMIT_MS;
  return (await world?.examine({ signal: run.halt.signal, deadlineMs })) ?? [];
}

function findExchanges(attempt: Attempt): readonly Found[] {
  const { world, times, place, redact, ledger } = attempt;
  const { exchanges, isFull, damaged } = readExchanges(readWhole(place.exchanges));
  if (isFull) warn(attempt, 'its record of exchanges grew too long and was ended; later exchanges are not known');
  if (damaged > 0) warn(attempt, `${damaged} lines of its record of exchanges cannot be read`);
  return pickExchanges(exchanges, {
    windows: times.windows,
    ordinalOf: (ordinal) => ledger.ordinalOf(ordinal),
    zeroMs: times.zeroMs,
    ownerOf: (port) => world?.ownerOf(port),
    clean: makeClean(redact),
  });
}

function findLines({ run, world, times }: Attempt): readonly Found[] {
  const runFolder = path.dirname(run.context.logDir);
  const logs = (world?.logs() ?? []).flatMap((log) => readComponentLog(log, runFolder) ?? []);
  return logs.length === 0 ? [] : findLogFacts(logs, times.windows, run.usual.texts(runFolder));
}

function readLoad(): readonly HostLoadFact[] {
  const load = Number(readWhole('/proc/loadavg').split(' ')[0]);
  return Number.isFinite(load) ? [{ kind: 'host-load', load, cpus: availableParallelism() }] : [];
}

/** Empty for a file that is not there: most suites write none. */
function readWhole(file: string): string {
  try {
    return readFileSync(file).subarray(0, MAX_FILE_BYTES).toString();
  } catch {
    return '';
  }
}
