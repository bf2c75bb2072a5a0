import { terminalName } from '#display';
import { count } from '#domain';
import type { Config, Plan, PlannedSuite } from '#domain';
import { ENGINES } from '#engine';
import { listTests, makePlan } from '#runner';
import type { ListedSuite } from '#runner';
import type { Given } from './given.ts';
import { loadProject } from './project.ts';
import { readSelection } from './selection.ts';
import type { Shell } from './shell.ts';

/** What would run. Engines are asked for their tests unless `--no-tests` says otherwise; nothing is started but them. */
export async function list(shell: Shell, given: Given): Promise<number> {
  const config = await loadProject(shell, given);
  const plan = makePlan(config, readSelection(shell, given, config));
  const tests = given.isOff('tests') ? [] : await askEngines(shell, config, plan);
  if (given.flag('json'))
    shell.out(
      `${JSON.stringify({ version: 1, suites: plan.suites.map((suite) => describeSuite(suite, tests)) }, null, 2)}\n`,
    );
  else for (const suite of plan.suites) shell.out(renderSuite(suite, tests));
  return 0;
}

async function askEngines(shell: Shell, config: Config, plan: Plan): Promise<readonly ListedSuite[]> {
  const abort = new AbortController();
  const stopListening = shell.onInterrupt(() => abort.abort());
  try {
    return await listTests(config, plan, {
      environment: shell.environment,
      engines: ENGINES,
      tmpRoot: shell.tmpRoot,
      signal: abort.signal,
    });
  } finally {
    stopListening();
  }
}

function testsOf(suite: PlannedSuite, listed: readonly ListedSuite[]): ListedSuite | undefined {
  return listed.find((one) => one.suite === suite.name);
}

function describeSuite(suite: PlannedSuite, listed: readonly ListedSuite[]): unknown {
  const { name, engine, lane, closure, tags, covers, timeoutMs, exclusive, retries } = suite;
  const found = testsOf(suite, listed);
  return {
    name,
    engine,
    lane,
    requires: closure,
    tags,
    covers,
    timeoutMs,
    exclusive,
    retries,
    tests: found?.tests,
    problem: found?.problem,
  };
}

function renderSuite(suite: PlannedSuite, listed: readonly ListedSuite[]): string {
  const found = testsOf(suite, listed);
  const head = [suite.name, suite.lane, suite.engine, ...suite.tags.map((tag) => `#${tag}`)].join('  ');
  const requires = suite.closure.length === 0 ? '' : `  requires ${suite.closure.join(', ')}`;
  const tests = found?.tests?.map((test) => `    ${terminalName(test.titles.join(' > '))}\n`) ?? [];
  const problem = found?.problem === undefined ? '' : `    ! ${terminalName(found.problem)}\n`;
  const counts = found?.tests === undefined ? '' : `  ${count(found.tests.length, 'test')}`;
  return `${terminalName(head)}${counts}${requires}\n${tests.join('')}${problem}`;
}
