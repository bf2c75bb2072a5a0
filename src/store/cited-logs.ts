import { existsSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { AttemptState, Evidence, IncidentState, RunState } from '#domain';

const LOGS_FOLDER = 'logs';

/**
 * The state without what it draws from logs that are no longer there: evidence that nobody can open is none. A run of which only journal and
 * side files were handed on has no folder of logs at all; the journal then speaks alone, as it may.
 */
export function withoutLostLogs(state: RunState, path: string): RunState {
  if (!existsSync(join(path, LOGS_FOLDER))) return state;
  const lost = new Set([...listCited(state)].filter((file) => !isThere(path, file)));
  if (lost.size === 0) return state;
  const told = [...lost].toSorted().map((file) => `${file} is missing: nothing is drawn from it`);
  return {
    ...state,
    suites: state.suites.map((suite) => ({
      ...suite,
      attempts: suite.attempts.map((attempt) => leaveOut(attempt, lost)),
    })),
    incidents: state.incidents.map((incident) => leaveOutOf(incident, lost)),
    damage: [...state.damage, ...told],
  };
}

function listCited({ suites, incidents }: RunState): ReadonlySet<string> {
  const cited = new Set<string>();
  for (const { incident } of incidents)
    for (const one of incident.evidence) if (one.kind === 'log') cited.add(one.file);
  for (const { facts, end } of suites.flatMap(({ attempts }) => attempts)) {
    for (const { fact } of facts) if (fact.kind === 'log') cited.add(fact.file);
    // A process that said nothing may have left no file.
    if (end !== undefined && end.log !== '' && end.stdoutBytes + end.stderrBytes > 0) cited.add(end.log);
  }
  return cited;
}

/** What lies elsewhere is not ours to look for; one that was emptied is as good as gone. */
function isThere(path: string, file: string): boolean {
  const full = normalize(join(path, file));
  if (!full.startsWith(join(path, LOGS_FOLDER))) return true;
  const stat = statSync(full, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size > 0;
}

function leaveOut(attempt: AttemptState, lost: ReadonlySet<string>): AttemptState {
  const { facts, end } = attempt;
  return {
    ...attempt,
    facts: facts.filter(({ fact }) => fact.kind !== 'log' || !lost.has(fact.file)),
    ...(end !== undefined && lost.has(end.log) && { end: { ...end, log: '' } }),
  };
}

function leaveOutOf(found: IncidentState, lost: ReadonlySet<string>): IncidentState {
  const isKept = (one: Evidence): boolean => one.kind !== 'log' || !lost.has(one.file);
  return { ...found, incident: { ...found.incident, evidence: found.incident.evidence.filter(isKept) } };
}
