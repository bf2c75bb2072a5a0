import { createHmac } from 'node:crypto';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { readPlainFile } from '#child';
import { isGreen } from '#domain';
import type { ExchangeFact, Fact, HostLoadFact } from '#domain';
import { findLogFacts, findThings, mergeExchanges, nameRpc, pickExchanges, readExchanges } from '#facts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { EngineProcess } from './attempt-state.ts';
import type { TestTimes } from './test-times.ts';
import { makeClean } from './clean-text.ts';
import { readComponentLog } from './component-lines.ts';

/** Components that do not answer at all must not hold up the run. */
const PROBE_LIMIT_MS = 3000;
/** For one attempt; a suite of which everything is red says the same a thousand times. */
const MAX_FACTS = 200;
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** A process of an engine that has gone, and what it told of its tests. */
export interface Observed {
  readonly process: EngineProcess;
  readonly times: TestTimes;
  /** Ordinal as the engine counts → as the journal does. */
  readonly ordinalOf: (ordinal: number) => number | undefined;
  /** What relays read meanwhile, of the suite and of components among themselves; absent where nothing is relayed. */
  readonly tapped?: readonly { readonly atMs: number; readonly fact: ExchangeFact }[];
}

interface Found {
  readonly ordinal?: number;
  readonly fact: Fact;
}

/**
 * Journals what was seen around the red tests of an attempt that has just ended, while its world still stands: exchanges, lines of
 * components, their answers to their own proofs of readiness, the load of the host. Nothing for an attempt that was green or cut short.
 */
export async function collectFacts(observed: Observed, { outcome }: Pick<AttemptOutcome, 'outcome'>): Promise<void> {
  const { process, times } = observed;
  const { run, world, lists } = process;
  if (lists === true || outcome === 'interrupted') return;
  if (isGreen(outcome)) {
    run.usual.remember(world?.logs() ?? [], times);
    return;
  }
  // Asked first, before anything else takes time: the nearest thing to what the last test met.
  const probes = askComponents(process);
  const { told, things } = findExchanges(observed);
  const found: readonly Found[] = [...told, ...findLines(observed, things)];
  const around: readonly Found[] = [...(await probes), ...readLoad()].map((fact) => ({ fact }));
  tell(process, [...around, ...found]);
}

function tell({ run, attempt, planned }: EngineProcess, found: readonly Found[]): void {
  for (const { ordinal, fact } of found.slice(0, MAX_FACTS)) {
    run.emit({ kind: 'fact-found', attempt, ...(ordinal !== undefined && { ordinal }), fact });
  }
  const more = found.length - MAX_FACTS;
  if (more > 0) warn({ run, planned }, `${more} more facts around its red tests are not told`);
}

function warn({ run, planned }: Pick<EngineProcess, 'run' | 'planned'>, text: string): void {
  run.emit({ kind: 'warning', about: planned.name, text });
}

async function askComponents({ run, world }: EngineProcess): Promise<readonly Fact[]> {
  const deadlineMs = run.context.environment.monotonicMs() + PROBE_LIMIT_MS;
  return (await world?.examine({ signal: run.halt.signal, deadlineMs })) ?? [];
}

interface Talk {
  readonly told: readonly Found[];
  /** What each test dealt with, by ordinal. */
  readonly things: Things;
}

type Things = ReturnType<typeof findThings>;

function findExchanges({ process, times, ordinalOf, tapped = [] }: Observed): Talk {
  const { world, place, redact } = process;
  // What the recorders keep of the time after the file was full.
  const read = (part: string): string => readPlainFile(`${place.exchanges}${part}`, MAX_FILE_BYTES)?.toString() ?? '';
  const { exchanges, isFull, damaged } = readExchanges(read(''), read('.before') + read('.last'));
  if (isFull)
    warn(process, 'its record of exchanges grew too long: its beginning and its end are known, and nothing between');
  if (damaged > 0) warn(process, `${damaged} lines of its record of exchanges cannot be read`);
  const asked = exchanges.filter(({ by }) => by === undefined);
  const heard = exchanges.filter(({ by }) => by !== undefined);
  const seen = tapped.map(({ atMs, fact }) => ({ ...fact, atMs }));
  const ownerOf = (port: number): string | undefined => world?.ownerOf(port);
  // A relay has a port of its own: what a client connected to, and where the component listens, are one place.
  const placeOf = (address: string): string => {
    const port = /\d+$/u.exec(address)?.[0] ?? '';
    return ownerOf(Number(port)) ?? port;
  };
  const all = mergeExchanges([asked, heard, seen], placeOf).map(nameRpc);
  const context = {
    windows: times.windows,
    ordinalOf,
    zeroMs: times.zeroMs,
    ownerOf,
    findSignatures: (text: string, hash: string): readonly string[] =>
      (world?.secrets ?? []).map((secret) => createHmac(hash, secret).update(text).digest('base64url')),
    clean: makeClean(redact),
  };
  return { told: pickExchanges(all, context), things: findThings(all, context) };
}

function findLines({ process: { run, world }, times }: Observed, things: Things): readonly Found[] {
  const runFolder = path.dirname(run.context.logDir);
  const logs = (world?.logs() ?? []).flatMap((log) => readComponentLog(log, runFolder) ?? []);
  return logs.length === 0 ? [] : findLogFacts(logs, times, run.usual.texts(runFolder), things);
}

function readLoad(): readonly HostLoadFact[] {
  const [load = 0] = loadavg();
  return [{ kind: 'host-load', load, cpus: availableParallelism() }];
}
