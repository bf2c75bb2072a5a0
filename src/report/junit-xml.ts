import { isGreen, listEffects, printTestId } from '#domain';
import type { Assessment, Cause, Failure, Outcome, Reason, SuiteRealness, SuiteState } from '#domain';
import { describeFrame } from './describe-frame.ts';
import { xmlAttribute, xmlText } from './escape-xml.ts';

type Causes = ReadonlyMap<string, Cause>;

interface Case {
  /** As the causes name it. */
  readonly effect: string;
  readonly name: string;
  readonly durationMs: number;
  readonly outcome: Outcome;
  readonly reason: Reason | undefined;
  readonly failure: Failure | undefined;
  readonly requirements: readonly string[];
}

interface SuiteContext {
  readonly cases: readonly Case[];
  readonly causes: Causes;
  readonly render: RenderResult;
  readonly realness: SuiteRealness | undefined;
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly durationMs: number;
}

/** JUnit as CI systems read it: one testsuite per suite; heading and cause of what is not green as properties of its testcase. */
export function renderJunit(assessment: Assessment): string {
  const causes = indexCauses(assessment.causes);
  const suites = assessment.state.suites.map((suite) => ({ suite, cases: listCases(suite) }));
  const { started, ended } = assessment.state;
  const claims = new Map(assessment.realness.map((one) => [one.suite, one]));
  const render = rememberResults();
  const all = countCases(
    suites.flatMap(({ cases }) => cases),
    ended?.durationMs ?? 0,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlAttribute(started.project)}" ${renderCounts(all)} timestamp="${xmlAttribute(started.startedAt)}">`,
    ...suites.flatMap(({ suite, cases }) =>
      renderSuite(suite, { cases, causes, render, realness: claims.get(suite.planned.name) }),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function indexCauses(causes: readonly Cause[]): Causes {
  const index = new Map<string, Cause>();
  for (const cause of causes) for (const effect of cause.effects) index.set(effect, cause);
  return index;
}

// A suite that is not green although all its tests are, that never ran, or that was skipped as a whole, is one case of its own.
function listCases(suite: SuiteState): readonly Case[] {
  const tests = (suite.attempts.at(-1)?.tests ?? []).map(
    ({ id, durationMs, outcome, reason, failure, requirements }): Case => ({
      effect: printTestId(id),
      name: `${id.titles.join(' > ')}${id.occurrence > 1 ? ` #${id.occurrence}` : ''}`,
      durationMs,
      outcome,
      reason,
      failure,
      requirements,
    }),
  );
  const whole = listEffects(suite).find((effect) => effect.test === undefined);
  if (whole === undefined && tests.length > 0) return tests;
  const { outcome, reason, failure, planned } = suite;
  const own = {
    effect: whole?.id ?? `${planned.name}::(suite)`,
    name: `(${outcome})`,
    durationMs: 0,
    outcome,
    reason,
    failure: whole?.failure ?? failure,
    requirements: planned.covers,
  };
  return [...tests, own];
}

function countCases(cases: readonly Case[], durationMs: number): Counts {
  const counts = { tests: cases.length, failures: 0, errors: 0, skipped: 0, durationMs };
  for (const { outcome } of cases) {
    if (outcome === 'failed') counts.failures += 1;
    else if (outcome === 'skipped') counts.skipped += 1;
    if (!isGreen(outcome) && outcome !== 'failed') counts.errors += 1;
  }
  return counts;
}

function renderCounts({ tests, failures, errors, skipped, durationMs }: Counts): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds(durationMs)}"`;
}

function renderSuite({ planned, attempts }: SuiteState, context: SuiteContext): readonly string[] {
  const { cases, causes, render, realness } = context;
  const open = `    <testcase classname="${xmlAttribute(planned.name)}" name="`;
  const counts = countCases(cases, attempts.at(-1)?.end?.durationMs ?? 0);
  return [
    `  <testsuite name="${xmlAttribute(planned.name)}" ${renderCounts(counts)}>`,
    ...renderClaim(realness),
    ...cases.map((one) => {
      const cause = causes.get(one.effect);
      const inside = `${renderProperties(one, cause)}${render(one, cause)}`;
      const end = inside === '' ? '/>' : `>${inside}</testcase>`;
      return `${open}${xmlAttribute(one.name)}" time="${seconds(one.durationMs)}"${end}`;
    }),
    '  </testsuite>',
  ];
}

// What is not asked for a claim has none here.
function renderClaim(realness: SuiteRealness | undefined): readonly string[] {
  if (realness?.bound !== true) return [];
  const { claim, why, edges, mocks } = realness;
  const properties = [
    ['realness', claim],
    ['realness-why', why],
    ...edges.map(({ edge, level, declared }) => ['contact', `${edge} ${level} of ${declared ?? 'none'}`] as const),
    ...mocks
      .filter(({ mock }) => mock.allowed !== undefined)
      .map(({ mock }) => ['mock-allowed', `${mock.what}: ${mock.allowed ?? ''}`] as const),
  ].map(([name, value = '']) => `<property name="${name}" value="${xmlAttribute(value)}"/>`);
  return [`    <properties>${properties.join('')}</properties>`];
}

function renderProperties({ requirements }: Case, cause: Cause | undefined): string {
  const properties = [
    ...requirements.map((id) => ['requirement', id] as const),
    ...(cause === undefined
      ? []
      : ([
          ['heading', cause.heading],
          ['cause', cause.id],
        ] as const)),
  ].map(([name, value]) => `<property name="${name}" value="${xmlAttribute(value)}"/>`);
  return properties.length === 0 ? '' : `<properties>${properties.join('')}</properties>`;
}

type RenderResult = (one: Case, cause: Cause | undefined) => string;

const REMEMBERED = 1000;

// Tests that failed alike share one failure, and of 100,000 red tests few fail otherwise.
function rememberResults(): RenderResult {
  const known = new Map<Failure, { readonly one: Case; readonly cause: Cause | undefined; readonly text: string }>();
  return (one, cause) => {
    const { failure, outcome, reason } = one;
    if (failure === undefined) return renderResult(one, cause);
    const before = known.get(failure);
    const isSame = before?.cause === cause && before?.one.outcome === outcome && before.one.reason === reason;
    if (isSame) return before.text;
    const text = renderResult(one, cause);
    if (known.size === REMEMBERED) known.clear();
    known.set(failure, { one, cause, text });
    return text;
  };
}

function renderResult(one: Case, cause: Cause | undefined): string {
  const { outcome, failure } = one;
  if (outcome === 'passed') return '';
  const text = failure?.message ?? `${outcome}, and no text was told`;
  if (outcome === 'skipped') return `<skipped message="${xmlAttribute(text)}"/>`;
  const tag = outcome === 'failed' ? 'failure' : 'error';
  const verdict = cause === undefined ? '' : `[${cause.heading} ${cause.id}] `;
  const type = xmlAttribute(one.reason ?? outcome);
  return `<${tag} type="${type}" message="${xmlAttribute(verdict + text)}">${xmlText(describeFailure(text, failure))}</${tag}>`;
}

function describeFailure(text: string, failure: Failure | undefined): string {
  if (failure === undefined) return text;
  const { type, source, frames, expected, actual } = failure;
  return [
    `${type} (${source}): ${text}`,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual: ${actual}`]),
    ...frames.map(describeFrame),
  ].join('\n');
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
