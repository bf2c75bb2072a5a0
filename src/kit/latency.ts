/** A share of samples that are not above the returned one: `percentile(times, 95)`. Nearest rank; fails without samples. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('no percentile of no samples');
  return found;
}

export interface LatencyOptions {
  readonly limitMs: number;
  /** Looks at the host between the samples: how late a timer of 1 ms comes. */
  readonly samples: number;
  /** Times to begin again when the host was busy; default 3. */
  readonly rounds?: number;
}

/** What was measured in the best round. */
export interface LatencyVerdict {
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly met: boolean;
  /** False when the host itself was late by more than a quarter of the limit: then a miss proves nothing. */
  readonly quiet: boolean;
  readonly sentence: string;
}

/**
 * Measures an action against a limit on its 95th percentile. The host is measured in between with the same clock; a round that
 * misses the limit is repeated, so that a passing load on the host does not become a finding about the service.
 */
export async function measureLatency(action: () => Promise<number>, options: LatencyOptions): Promise<LatencyVerdict> {
  const rounds: LatencyVerdict[] = [];
  for (let round = 0; round < (options.rounds ?? 3); round += 1) {
    const verdict = await measureRound(action, options);
    if (verdict.met) return verdict;
    rounds.push(verdict);
  }
  // Of several misses the quietest one speaks for the service.
  const best = rounds.toSorted((one, other) => Number(other.quiet) - Number(one.quiet) || one.p95Ms - other.p95Ms)[0];
  if (best === undefined) throw new Error('no round was asked for');
  return best;
}

async function measureRound(action: () => Promise<number>, options: LatencyOptions): Promise<LatencyVerdict> {
  const times: number[] = [];
  const lags: number[] = [];
  for (let sample = 0; sample < options.samples; sample += 1) {
    times.push(await action());
    lags.push(await measureLag());
  }
  const p95Ms = percentile(times, 95);
  const lagMs = percentile(lags, 95);
  const maxMs = Math.max(...times);
  const sentence = `p95 ${p95Ms.toFixed(1)} ms, most ${maxMs.toFixed(1)} ms over ${times.length} samples; limit ${options.limitMs} ms; this host's own lag p95 ${lagMs.toFixed(1)} ms`;
  return { p95Ms, maxMs, met: p95Ms < options.limitMs, quiet: lagMs < options.limitMs / 4, sentence };
}

/** How much later than asked a timer of 1 ms comes: the part of a latency that the host adds. */
async function measureLag(): Promise<number> {
  const startedMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 1));
  return Math.max(0, performance.now() - startedMs - 1);
}
