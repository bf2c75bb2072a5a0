import { isGreen, printTestId } from '#domain';
import type { Assessment, Cause, Failure, SuiteState, TestState } from '#domain';
import { xmlAttribute, xmlText } from './escape-xml.ts';

type Causes = ReadonlyMap<string, Cause>;

/** JUnit in the form that CI systems read: one testsuite per suite, category and cause as properties of the failure. */
export function renderJunit(assessment: Assessment): string {
  const causes: Causes = new Map(
    assessment.causes.flatMap((cause) => cause.effects.map((effect) => [effect, cause] as const)),
  );
  const suites = assessment.state.suites.map((suite) => renderSuite(suite, causes));
  const { project, startedAt } = assessment.state.started;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlAttribute(project)}" timestamp="${startedAt}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const isRed = (one: Case): boolean => one.outcome === 'failed';
const isWrong = (one: Case): boolean => !isGreen(one.outcome) && !isRed(one);

interface Case {
  /** As the causes name it. */
  readonly effect: string;
  readonly name: string;
  readonly durationMs: number;
  readonly outcome: TestState['outcome'];
  readonly reason: string;
  readonly failure: Failure | undefined;
}

function renderSuite(suite: SuiteState, causes: Causes): string {
  const cases = casesOf(suite);
  const { name } = suite.planned;
  const head = [
    `name="${xmlAttribute(name)}"`,
    `tests="${cases.length}"`,
    `failures="${cases.filter(isRed).length}"`,
    `errors="${cases.filter(isWrong).length}"`,
    `skipped="${cases.filter((one) => one.outcome === 'skipped').length}"`,
    `time="${seconds(suite.attempts.at(-1)?.end?.durationMs ?? 0)}"`,
  ].join(' ');
  return [
    `  <testsuite ${head}>`,
    ...cases.map((one) => renderCase(name, one, causes.get(one.effect))),
    '  </testsuite>',
  ].join('\n');
}

// A suite that is not green although all its tests are, or that never ran, is one case of its own.
function casesOf(suite: SuiteState): readonly Case[] {
  const attempt = suite.attempts.at(-1);
  const tests = (attempt?.tests ?? []).map((test) => ({
    effect: printTestId(test.id),
    name: `${test.id.titles.join(' > ')}${test.id.occurrence > 1 ? ` #${test.id.occurrence}` : ''}`,
    durationMs: test.durationMs,
    outcome: test.outcome,
    reason: test.reason ?? test.outcome,
    failure: test.failure ?? attempt?.failure,
  }));
  if (isGreen(suite.outcome) || tests.some((test) => !isGreen(test.outcome))) return tests;
  const own = {
    effect: `${suite.planned.name}::${suite.outcome === 'blocked' ? '(blocked)' : '(suite)'}`,
    name: `(${suite.outcome})`,
    durationMs: 0,
    outcome: suite.outcome,
    reason: suite.reason ?? suite.outcome,
    failure: suite.failure,
  };
  return [...tests, own];
}

function renderCase(suite: string, one: Case, cause: Cause | undefined): string {
  const open = `    <testcase classname="${xmlAttribute(suite)}" name="${xmlAttribute(one.name)}" time="${seconds(one.durationMs)}"`;
  if (one.outcome === 'passed') return `${open}/>`;
  if (one.outcome === 'skipped')
    return `${open}><skipped message="${xmlAttribute(one.failure?.message ?? '')}"/></testcase>`;
  const tag = one.outcome === 'failed' ? 'failure' : 'error';
  const message = one.failure?.message ?? one.outcome;
  const verdict = cause === undefined ? '' : `[${cause.heading} ${cause.id}] `;
  const body = xmlText(bodyOf(one));
  return `${open}><${tag} type="${xmlAttribute(one.reason)}" message="${xmlAttribute(verdict + message)}">${body}</${tag}></testcase>`;
}

function bodyOf(one: Case): string {
  const frames =
    one.failure?.frames.map((frame) => `    at ${frame.name} (${frame.file}:${frame.line}:${frame.column})`) ?? [];
  return [one.failure?.message ?? one.outcome, ...frames].join('\n');
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
