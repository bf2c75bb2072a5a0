import { listEffects } from '#domain';
import type { CoverageRow, CriterionResult, Outcome, RunState } from '#domain';
import { UNOBSERVED } from './criteria-real-system.ts';
import { firstOf, noNumber, wholeShare } from './criterion.ts';
import { countLeaks, listErrors } from './measure.ts';
import { share } from './share.ts';
import { EVERYTHING } from './selector.ts';

// The quality gates of a real-system suite: critical paths, error handling, cleanliness, logs.

const group = 'quality';

/** The four quality gates, and a fifth where the registry says what has to verify a requirement. */
export function checkQuality(state: RunState, coverage: readonly CoverageRow[]): readonly CriterionResult[] {
  const errors = listErrors(state);
  return [
    checkVerified(
      'Test coverage: every critical system path validated',
      'critical',
      coverage.filter((row) => row.critical),
    ),
    checkVerified(
      'Error handling: every error scenario tested',
      'error',
      coverage.filter((row) => errors.has(row.id)),
    ),
    ...checkPresence(state, coverage),
    checkCleanup(state),
    checkLogs(state),
  ].map((result) => ({ ...result, group }));
}

function checkVerified(name: string, word: string, rows: readonly CoverageRow[]): CriterionResult {
  if (rows.length === 0) return noNumber(name, `the registry holds no requirement that is marked ${word}`);
  const verified = rows.filter((row) => row.state === 'verified').length;
  return wholeShare(verified, rows.length, {
    name,
    formula: `(${word} requirements verified) / (${word} requirements) = ${share(verified, rows.length)}`,
    evidence: firstOf(rows.filter((row) => row.state !== 'verified').map((row) => `${row.id} (${row.state})`)),
  });
}

// A suite that is absent, or that nobody selected, fails no test: only the registry knows that it was asked for.
function checkPresence({ declared }: RunState, coverage: readonly CoverageRow[]): readonly CriterionResult[] {
  const asked = new Set(declared.requirements.flatMap((one) => one.verifiedBy ?? []));
  if (asked.size === 0) return [];
  const missing = new Set(coverage.flatMap((row) => row.missing));
  const there = asked.size - missing.size;
  return [
    wholeShare(there, asked.size, {
      name: 'Required suites: every suite and test that has to verify a requirement was part of the run',
      formula: `(required suites and tests in the run) / (required) = ${share(there, asked.size)}`,
      evidence: firstOf([...missing]),
    }),
  ];
}

function checkCleanup(state: RunState): CriterionResult {
  const name = 'Resource cleanup: no leaks, no orphaned processes';
  if (state.started.origin !== undefined) return noNumber(name, UNOBSERVED);
  if (state.budget === undefined) return noNumber(name, 'the run died before it was measured');
  const leaks = countLeaks(state, EVERYTHING);
  const survivors = state.worlds.reduce((sum, world) => sum + world.survivors.length, 0) + state.budget.survivors;
  const value = leaks + survivors;
  const leaky = state.suites.filter((suite) => suite.attempts.some((attempt) => attempt.leaks.length > 0));
  return {
    kind: 'measured',
    group,
    name,
    value,
    limit: 0,
    result: value === 0 ? 'met' : 'not met',
    formula: `${leaks} left behind by suites + ${survivors} processes that outlived their world or the run = ${value} ${value === 0 ? '<=' : '>'} 0`,
    evidence: firstOf(
      leaky.map((suite) => suite.planned.name),
      'left behind by',
    ),
  };
}

function checkLogs({ suites }: RunState): CriterionResult {
  const name = 'Logging: every attempt kept its log, everything red has a text';
  const attempts = suites.flatMap((suite) => suite.attempts);
  const red = suites.flatMap(listEffects);
  const all = attempts.length + red.length;
  if (all === 0) return noNumber(name, 'no suite was started');
  const logged = attempts.filter((attempt) => (attempt.end?.log ?? '') !== '').length;
  const worded = red.filter((effect) => isTold(effect.failure.message, effect.outcome)).length;
  return wholeShare(logged + worded, all, {
    name,
    formula: `(${logged} logs + ${worded} texts) / (${attempts.length} attempts + ${red.length} red) = ${share(logged + worded, all)}`,
    evidence: firstOf(attempts.filter((attempt) => attempt.end === undefined).map((attempt) => attempt.attempt)),
  });
}

function isTold(message: string, outcome: Outcome): boolean {
  return message.trim() !== '' && !message.startsWith(`${outcome}, and no text was told`);
}
