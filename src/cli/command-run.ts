import { explainConfig, listSecrets } from '#config';
import { EXIT, isGreen, present } from '#domain';
import type { Config, Emit, RunEvent } from '#domain';
import { ENGINES } from '#engine';
import { checkSuites, makePlan, runSuites } from '#runner';
import { makeProgramJudge } from '#provision';
import type { Laboratory, UnplugRequest } from '#runner';
import type { Display } from '#display';
import { startWorld } from '#world';
import { openRunDirectory } from '#store';
import type { RunDirectory } from '#store';
import { collectGarbage } from './collect-garbage.ts';
import { exitOfSignal, isAbort } from './exit-of-signal.ts';
import type { Given } from './given.ts';
import { requireSupportedHost } from './host-support.ts';
import { makePolicy } from './policy.ts';
import { reportsFolder } from './places.ts';
import { kindsOf } from './kinds-in-use.ts';
import { loadProject, loadRequest } from './project.ts';
import { obtainTools } from './required-tools.ts';
import { onlyTests, readSelection } from './selection.ts';
import { makeAppend, openDisplay, openingEvents } from './session.ts';
import type { Intent } from './session.ts';
import type { Interruption, Shell } from './shell.ts';

/** Signals of one command: what the user asked for, and how urgently. */
interface Stops {
  readonly polite: AbortController;
  readonly now: AbortController;
  first?: Interruption;
}

/** Start the world, run the selected suites, judge, write reports; the exit status is the verdict. */
export async function run(shell: Shell, given: Given): Promise<number> {
  if (given.flag('print-config')) {
    for (const { key, value, origin } of await explainConfig(loadRequest(shell, given)))
      shell.out(`${key} = ${JSON.stringify(value)}  (${origin})\n`);
    return EXIT.passed;
  }
  requireSupportedHost(shell);
  const stops: Stops = { polite: new AbortController(), now: new AbortController() };
  const stopListening = shell.onInterrupt((interruption) => {
    stops.first ??= interruption;
    if (interruption.escalated) stops.now.abort();
    stops.polite.abort();
  });
  try {
    const intent = await decideIntent(shell, given, stops);
    return await carryOut(shell, given, intent, stops);
  } catch (error) {
    // Interrupted before a run began: there is nothing to report on.
    if (stops.first !== undefined && isAbort(error)) return exitOfSignal(stops.first);
    throw error;
  } finally {
    stopListening();
  }
}

async function decideIntent(shell: Shell, given: Given, stops: Stops): Promise<Intent> {
  const config = await loadProject(shell, given);
  const selection = readSelection(shell, given, config);
  const plan = makePlan(config, selection);
  checkSuites(config, plan.suites, ENGINES);
  const names = plan.suites.flatMap((suite) => suite.closure);
  const optional = plan.suites.flatMap((suite) => suite.uses ?? []);
  const { tools, warnings } = await obtainTools(shell, config, { names, optional }, stops.polite.signal);
  stops.polite.signal.throwIfAborted();
  const seed = config.run.seed ?? shell.environment.randomHex(4);
  const independence = given.flag('independence');
  const unplug = readUnplug(given, config);
  const more = present({ grep: selection.grep, onlyTests: onlyTests(plan, selection), independence, unplug });
  return { config, plan, policy: makePolicy(config, plan), tools, warnings, seed, ...more };
}

function readUnplug(given: Given, { run: { unplugLimitMs } }: Config): UnplugRequest | undefined {
  const edges = given.list('unplug-edge');
  return given.flag('unplug') || edges.length > 0 ? { edges, limitMs: unplugLimitMs } : undefined;
}

async function carryOut(shell: Shell, given: Given, intent: Intent, stops: Stops): Promise<number> {
  const directory = openRunDirectory({
    reportsDir: reportsFolder(shell, given),
    tmpRoot: shell.tmpRoot,
    environment: shell.environment,
  });
  try {
    await record(shell, given, { intent, directory, stops });
    // Loaded when it is needed: until then the judge and the reports would only cost memory.
    const { finishRun } = await import('./finish-run.ts');
    const status = finishRun(shell, given, directory);
    return stops.first === undefined || status === EXIT.notWritten ? status : exitOfSignal(stops.first);
  } finally {
    directory.close();
  }
}

interface Work {
  readonly intent: Intent;
  readonly directory: RunDirectory;
  readonly stops: Stops;
}

interface Recording extends Work {
  readonly append: Emit;
  readonly display: Display;
}

/** The run itself: everything that happens becomes an event, nothing else comes out. */
async function record(shell: Shell, given: Given, { intent, directory, stops }: Work): Promise<void> {
  const display = openDisplay(shell, given);
  const journal = makeAppend(directory, display);
  let red = false;
  const append = (event: RunEvent): void => {
    red ||= event.kind === 'suite-ended' && !isGreen(event.outcome);
    journal(event);
  };
  const stopTelling = shell.onInterrupt(({ signal, escalated }) => append(describeSignal(signal, escalated)));
  try {
    for (const event of openingEvents(shell, intent, directory)) append(event);
    // What reading the configuration left behind would stay for as long as the suites take.
    collectGarbage(0);
    await runSuites(
      {
        runId: directory.runId,
        ...intent,
        hidden: listSecrets(intent.config),
        bail: present({ maxFailures: intent.config.run.maxFailures }),
        ...present({ globalTimeoutMs: intent.config.run.globalTimeoutMs }),
      },
      {
        environment: shell.environment,
        append,
        writeSide: directory.writeSide,
        kinds: await kindsOf(intent.config),
        engines: ENGINES,
        tmpRoot: shell.tmpRoot,
        logDir: directory.logDir,
        keptDir: directory.keptDir,
        interrupt: stops.polite.signal,
        hurry: stops.now.signal,
        startWorld,
        judgeProgram: makeProgramJudge({ ...shell, signal: stops.polite.signal }),
        afterSuites: async (laboratory) =>
          red ? tryOut(shell, laboratory, { intent, directory, stops, append, display }) : undefined,
      },
    );
  } finally {
    stopTelling();
    display.close();
  }
}

function describeSignal(signal: string, escalated: boolean): RunEvent {
  return { kind: 'signal-received', signal, escalated };
}

/** Reading a long journal back takes time, and the judge takes memory, which a green run does not spend. */
async function tryOut(shell: Shell, laboratory: Laboratory, work: Recording): Promise<void> {
  const { intent, directory, stops, append, display } = work;
  const settings = intent.config.experiments;
  if (settings.mode === 'off') return;
  const { makeExperiments } = await import('./make-experiments.ts');
  await makeExperiments(laboratory, {
    settings,
    directory,
    append,
    say: display.say,
    nowMs: shell.environment.monotonicMs,
    seed: intent.seed,
    interrupted: stops.polite.signal,
  });
}
