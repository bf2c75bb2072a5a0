import { terminalName } from '#display';
import { KINDS } from '#component';
import type { AnnouncedTest, PlannedSuite } from '#domain';
import { ENGINES } from '#engine';
import { listTests, makePlan } from '#runner';
import type { ListedSuite } from '#runner';
import { startWorld } from '#world';
import type { Given } from './given.ts';
import { makePolicy } from './policy.ts';
import { loadProject } from './project.ts';
import { readSelection } from './selection.ts';
import type { Shell } from './shell.ts';

/** What would run: suites, and their tests where the engine can tell without running one. No world is started. */
export async function list(shell: Shell, given: Given): Promise<number> {
  const config = await loadProject(shell, given);
  const plan = makePlan(config, readSelection(shell, given, config));
  const interrupt = new AbortController();
  const stopListening = shell.onInterrupt(() => {
    interrupt.abort();
  });
  try {
    const { environment, tmpRoot } = shell;
    const runId = `list-${environment.randomHex(4)}`;
    const request = { runId, config, plan, policy: makePolicy(config, plan), tools: {}, seed: '', bail: {} };
    const grep = given.text('grep');
    const listed = await listTests(grep === undefined ? request : { ...request, grep }, {
      environment,
      append: () => undefined,
      writeSide: () => '',
      kinds: KINDS,
      engines: ENGINES,
      startWorld,
      tmpRoot,
      logDir: tmpRoot,
      keptDir: tmpRoot,
      interrupt: interrupt.signal,
      hurry: interrupt.signal,
    });
    tell(shell, given, listed);
  } finally {
    stopListening();
  }
  return 0;
}

function tell(shell: Shell, given: Given, listed: readonly ListedSuite[]): void {
  if (given.flag('json')) {
    shell.out(`${JSON.stringify({ version: 1, suites: listed.map(describeSuite) }, null, 2)}\n`);
    return;
  }
  for (const { suite, tests, problem } of listed) {
    shell.out(renderSuite(suite));
    for (const test of tests ?? []) shell.out(`  ${renderTest(test)}\n`);
    if (problem !== undefined) shell.out(`  (could not be loaded) ${terminalName(problem.split('\n')[0] ?? '')}\n`);
  }
}

function describeSuite({ suite, tests, problem }: ListedSuite): unknown {
  const { name, engine, lane, closure, tags, covers, timeoutMs, exclusive, retries } = suite;
  return { name, engine, lane, requires: closure, tags, covers, timeoutMs, exclusive, retries, tests, problem };
}

function renderTest({ titles, occurrence }: AnnouncedTest): string {
  const path = titles.map(terminalName).join(' > ');
  return occurrence > 1 ? `${path} #${occurrence}` : path;
}

function renderSuite(suite: PlannedSuite): string {
  const head = [suite.name, suite.lane, suite.engine, ...suite.tags.map((tag) => `#${tag}`)].join('  ');
  const uses = suite.uses === undefined ? '' : `  uses ${suite.uses.join(', ')}`;
  const requires = suite.closure.length === 0 ? uses : `  requires ${suite.closure.join(', ')}${uses}`;
  return `${terminalName(head)}${requires}\n`;
}
