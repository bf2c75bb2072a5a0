import { terminalName } from '#display';
import type { PlannedSuite } from '#domain';
import { makePlan } from '#runner';
import type { Given } from './given.ts';
import { loadProject } from './project.ts';
import { readSelection } from './selection.ts';
import type { Shell } from './shell.ts';

/** What would run. Nothing is started. */
export async function list(shell: Shell, given: Given): Promise<number> {
  const config = await loadProject(shell, given);
  const plan = makePlan(config, readSelection(shell, given, config));
  if (given.flag('json'))
    shell.out(`${JSON.stringify({ version: 1, suites: plan.suites.map(describeSuite) }, null, 2)}\n`);
  else for (const suite of plan.suites) shell.out(renderSuite(suite));
  return 0;
}

function describeSuite(suite: PlannedSuite): unknown {
  const { name, engine, lane, closure, tags, covers, timeoutMs, exclusive, retries } = suite;
  return { name, engine, lane, requires: closure, tags, covers, timeoutMs, exclusive, retries };
}

function renderSuite(suite: PlannedSuite): string {
  const head = [suite.name, suite.lane, suite.engine, ...suite.tags.map((tag) => `#${tag}`)].join('  ');
  const requires = suite.closure.length === 0 ? '' : `  requires ${suite.closure.join(', ')}`;
  return `${terminalName(head)}${requires}\n`;
}
