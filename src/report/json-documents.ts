import { printTestId } from '#domain';
import type { Assessment, RunState, SuiteState } from '#domain';
import { jsonText } from './escape-json.ts';

/** The assessment for machines, `version` 1; key order is fixed, so equal runs give equal bytes. docs/reference/reports.md explains it. */
export function renderAssessmentJson(assessment: Assessment): string {
  const { state, totals, gates, budget, decision, reasons, coverage, causes, setAside, exitCode, rerun } = assessment;
  const { runId, project, startedAt, version, selection, seed, argv } = state.started;
  return jsonText({
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
      argv,
    },
    journal: state.journal,
    document: assessment.document,
    given: assessment.given,
    decision,
    reasons,
    open: assessment.open,
    exitCode,
    rerun,
    confidence: assessment.confidence,
    totals,
    lanes: assessment.lanes,
    tags: assessment.tags,
    gates,
    criteria: assessment.criteria,
    budget,
    outOfScope: assessment.outOfScope,
    unselected: assessment.unselected,
    accepted: assessment.accepted,
    causes: setAside.size === 0 ? causes : causes.map((cause) => ({ ...cause, setAside: setAside.get(cause.id) })),
    plan: assessment.plan,
    experiments: state.experiments,
    suites: state.suites.map(describeSuite),
    independence: state.independence.length === 0 ? undefined : state.independence,
    ...describeRealness(assessment),
    parity: state.parity.length === 0 ? undefined : state.parity.map(describeParity),
    incidents: state.incidents,
    worlds: state.worlds,
    coverage,
    policy: state.policy,
    warnings: state.warnings,
    damage: state.damage,
  });
}

function describeSuite(suite: SuiteState): unknown {
  const { name, engine, lane, tags, repeat, closure } = suite.planned;
  return {
    name,
    engine,
    lane,
    tags,
    repeat,
    components: closure,
    outcome: suite.outcome,
    reason: suite.reason,
    marks: suite.marks,
    failure: suite.failure,
    blockedBy: suite.blockedBy,
    attempts: suite.attempts.map(describeAttempt),
    tests: (suite.attempts.at(-1)?.tests ?? []).map(describeTest),
  };
}

function describeRealness({ realness, state }: Assessment): object {
  const { unplugged, canaries, scan } = state;
  return { realness, unplugged, canaries, scan: scan === undefined ? undefined : describeScan(scan) };
}

function describeScan({ files, blocked, warned, tolerated, findings, seq }: NonNullable<RunState['scan']>): unknown {
  return { files, blocked, warned, tolerated, findings, seq };
}

function describeParity({ suite, subject, unit, verdict, alone, together }: RunState['parity'][number]): unknown {
  return { suite, subject, unit, verdict, alone: describeSide(alone), together: describeSide(together) };
}

function describeSide({ outcome, reason, failure, tests }: RunState['parity'][number]['alone']): unknown {
  return { outcome, reason, failure: failure?.message, tests };
}

function describeAttempt(one: SuiteState['attempts'][number]): unknown {
  return {
    attempt: one.attempt,
    world: one.world,
    outcome: one.outcome,
    reason: one.reason,
    marks: one.marks,
    end: one.end,
    usage: one.usage,
    leaks: one.leaks,
    hang: one.hang,
  };
}

function describeTest(test: SuiteState['attempts'][number]['tests'][number]): unknown {
  return {
    id: printTestId(test.id),
    titles: test.id.titles,
    outcome: test.outcome,
    reason: test.reason,
    marks: test.marks,
    durationMs: test.durationMs,
    requirements: test.requirements,
    failure: test.failure,
    process: test.process,
    file: test.file,
    line: test.line,
    seq: test.seq,
  };
}

/** What really ran: tools by identity, host, policy, host needs. */
export function renderEnvironmentJson(state: RunState): string {
  const { host, version } = state.started;
  const { tools, policy, needs } = state;
  return jsonText({ version: 1, reality: version, host, tools, policy, needs: needs.map(describeNeed) });
}

function describeNeed({ suite, need, ok, found, remedy, seq }: RunState['needs'][number]): unknown {
  return { suite, need, ok, found, remedy, seq };
}
