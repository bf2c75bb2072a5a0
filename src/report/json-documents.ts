import { printTestId } from '#domain';
import type { Assessment, RunState, SuiteState } from '#domain';

/** The assessment for machines, `version` 1; key order is fixed, so equal runs give equal bytes. */
export function renderAssessmentJson(assessment: Assessment): string {
  const { state, totals, gates, budget, decision, reasons, coverage, causes, exitCode, rerun } = assessment;
  const { runId, project, startedAt, version, selection, seed } = state.started;
  return toJson({
    version: 1,
    reality: version,
    run: {
      id: runId,
      project,
      startedAt,
      durationMs: state.ended?.durationMs,
      how: state.ended?.how ?? 'interrupted',
      selection,
      seed,
    },
    decision,
    reasons,
    exitCode,
    rerun,
    totals,
    gates,
    budget,
    causes,
    suites: state.suites.map(suiteDocument),
    incidents: state.incidents,
    coverage,
    policy: state.policy,
    damage: state.damage,
  });
}

function suiteDocument(suite: SuiteState): unknown {
  const attempt = suite.attempts.at(-1);
  const { name, engine, lane, tags, repeat } = suite.planned;
  return {
    name,
    engine,
    lane,
    tags,
    repeat,
    outcome: suite.outcome,
    reason: suite.reason,
    marks: suite.marks,
    failure: suite.failure,
    blockedBy: suite.blockedBy,
    attempts: suite.attempts.map((one) => ({
      attempt: one.attempt,
      world: one.world,
      outcome: one.outcome,
      reason: one.reason,
      end: one.end,
      usage: one.usage,
      leaks: one.leaks,
    })),
    tests: (attempt?.tests ?? []).map(({ id, file, line, ...test }) => ({
      id: printTestId(id),
      titles: id.titles,
      ...test,
      file,
      line,
    })),
  };
}

/** What really ran: tools by identity, host, policy. */
export function renderEnvironmentJson(state: RunState): string {
  return toJson({ version: 1, host: state.started.host, tools: state.tools, policy: state.policy, needs: state.needs });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
