import { findStaleRuns } from '#child';
import { renderCheck } from '#display';
import { EXIT, TOOL_NAMES, count } from '#domain';
import type { Check, Config } from '#domain';
import { describeTool, provision } from '#provision';
import { checkGo } from './check-go.ts';
import { checkHost } from './check-host.ts';
import { checkNeeds, checkPorts, findProject } from './check-project.ts';
import { checkPrograms } from './check-programs.ts';
import { makeCheck, makeNote } from './check.ts';
import type { Given } from './given.ts';
import { givenSettings } from './provision-settings.ts';
import { kindsOf } from './kinds-in-use.ts';
import { toolsOf } from './required-tools.ts';
import type { Shell } from './shell.ts';

const NOT_READY = 3;

/** Every prerequisite, one line each, with a remedy; changes nothing on the machine. Exit 0 when a run can start. */
export async function doctor(shell: Shell, given: Given): Promise<number> {
  const { config, check } = await findProject(shell, given);
  const checks = [
    ...(await checkHost(shell)),
    ...(await checkTools(shell, config, config?.provision ?? givenSettings(given))),
    await checkGo(shell.environment.env),
    check,
    ...(await checkPrograms(config, shell)),
    ...checkPorts(config),
    ...(await checkNeeds(config, shell)),
    checkStale(shell),
  ];
  const missing = checks.filter((one) => one.state === 'missing').length;
  if (given.flag('json')) shell.out(`${JSON.stringify({ version: 1, ready: missing === 0, checks }, null, 2)}\n`);
  else {
    for (const one of checks) shell.out(renderCheck(one, shell.colour.out));
    shell.out(missing === 0 ? 'ready\n' : `not ready: ${count(missing, 'thing')} to mend\n`);
  }
  return missing === 0 ? EXIT.passed : NOT_READY;
}

// A tool that no component of this folder uses is worth knowing and stops nothing.
async function checkTools(
  shell: Shell,
  config: Config | undefined,
  settings: Parameters<typeof provision>[0]['settings'],
): Promise<readonly Check[]> {
  const names = config?.components.map((component) => component.name) ?? [];
  const needed = config === undefined ? TOOL_NAMES : toolsOf(config, names, await kindsOf(config));
  const results = await provision({
    tools: TOOL_NAMES,
    settings,
    environment: shell.environment,
    signal: AbortSignal.timeout(60_000),
    progress: () => {},
    obtain: false,
  });
  return results.map((result) => {
    const { isReady, ...line } = describeTool(result);
    const name = result.kind === 'found' ? result.tool.name : result.name;
    const make = needed.includes(name) ? makeCheck : makeNote;
    return { ...make(isReady, line), mend: line.mend };
  });
}

function checkStale(shell: Shell): Check {
  const stale = findStaleRuns({ tmpRoot: shell.tmpRoot, environment: shell.environment });
  return makeNote(stale.length === 0, {
    what: 'stale worlds',
    found: stale.length === 0 ? 'none' : stale.map(({ directory }) => directory).join(', '),
    needed: 'none',
    mend: 'reality clean removes them; the next run does too',
  });
}
