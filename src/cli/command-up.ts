import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MARKER_NAME, extendMarker, openProcessRegistry, startWatchdog, sweepStaleRuns, writeOwnerFile } from '#child';
import { listSecrets } from '#config';
import { makeDisplay, terminalName } from '#display';
import { EXIT, RealityError, describeNearest } from '#domain';
import type { Config, Emit, RunEvent, WorldFile } from '#domain';
import { closeOver } from '#runner';
import { startWorld } from '#world';
import type { World, WorldContext } from '#world';
import { exitOfSignal, isAbort } from './exit-of-signal.ts';
import type { Given } from './given.ts';
import { requireSupportedHost } from './host-support.ts';
import { kindsOf } from './kinds-in-use.ts';
import { loadProject } from './project.ts';
import { requiredTools } from './required-tools.ts';
import type { Interruption, Shell } from './shell.ts';

const START_WITHIN_MS = 120_000;

/** Starts the world and leaves it for a developer: prints the addresses, and stops it all at Ctrl-C. */
export async function up(shell: Shell, given: Given): Promise<number> {
  requireSupportedHost(shell);
  const config = await loadProject(shell, given);
  const names = chooseComponents(config, given.words);
  const interrupted = new AbortController();
  let first: Interruption | undefined;
  const stopListening = shell.onInterrupt((interruption) => {
    first ??= interruption;
    interrupted.abort();
  });
  try {
    return await holdWorld(shell, given, { config, names, signal: interrupted.signal });
  } catch (error) {
    // Interrupted while a tool was being obtained: there was no world yet.
    if (first !== undefined && isAbort(error)) return exitOfSignal(first);
    throw error;
  } finally {
    stopListening();
  }
}

interface Wanted {
  readonly config: Config;
  readonly names: readonly string[];
  readonly signal: AbortSignal;
}

function chooseComponents(config: Config, words: readonly string[]): readonly string[] {
  const known = config.components.map((component) => component.name);
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) {
    const details = unknown.map((word) => `there is no component "${word}"${describeNearest(word, known)}`);
    throw new RealityError('nothing-selected', details[0] ?? '', { details: details.slice(1) });
  }
  return closeOver(config, words.length > 0 ? words : known);
}

async function holdWorld(shell: Shell, given: Given, wanted: Wanted): Promise<number> {
  const { environment } = shell;
  const runId = `up-${environment.randomHex(4)}`;
  const marker = extendMarker(environment.env[MARKER_NAME], runId);
  const { tools, warnings } = await requiredTools(shell, wanted.config, wanted.names, wanted.signal);
  for (const warning of warnings) shell.err(`reality: ${warning}\n`);
  await sweepStaleRuns({ environment, tmpRoot: shell.tmpRoot });
  const watchdog = startWatchdog({ environment, marker });
  const registry = openProcessRegistry({ environment, onUnmarked: watchdog.remember });
  const logDir = mkdtempSync(join(shell.tmpRoot, 'reality-up-'));
  writeOwnerFile(logDir, marker);
  watchdog.guard(logDir);
  try {
    const context: WorldContext = {
      environment,
      emit: openTalk(shell, given),
      kinds: await kindsOf(wanted.config),
      tools,
      registry,
      watchdog,
      limits: wanted.config.limits,
      hidden: listSecrets(wanted.config),
      tmpRoot: shell.tmpRoot,
      projectRoot: wanted.config.root,
      logDir,
      marker,
    };
    return await holdUntilInterrupted(shell, given, { wanted, context, runId });
  } finally {
    registry.close();
    rmSync(logDir, { recursive: true, force: true });
    await watchdog.close();
  }
}

interface Held {
  readonly wanted: Wanted;
  readonly context: WorldContext;
  readonly runId: string;
}

async function holdUntilInterrupted(shell: Shell, given: Given, { wanted, context, runId }: Held): Promise<number> {
  const { config, names, signal } = wanted;
  const components = config.components.filter((component) => names.includes(component.name));
  const request = { id: runId, runId, components, envOverrides: {}, suites: [] };
  const world = await startWorld(request, context, {
    signal,
    deadlineMs: context.environment.monotonicMs() + START_WITHIN_MS,
  });
  try {
    const dead = world.blockedBy(names);
    if (dead !== undefined) shell.err(`reality: ${dead.text}\n${dead.logTail}\n`);
    if (!signal.aborted) describeWorld(shell, given, world, config);
    await untilAborted(signal);
    return dead === undefined ? EXIT.passed : EXIT.failed;
  } finally {
    const { survivors } = await world.stop();
    shell.err(
      survivors.length === 0
        ? 'reality: all stopped\n'
        : `reality: ${survivors.length} left over, see reality doctor\n`,
    );
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // A pending promise does not keep Node alive by itself; the world's own timers and sockets do.
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function describeWorld(shell: Shell, given: Given, world: World, config: Config): void {
  const secrets = config.components.flatMap(({ name, declares }) =>
    declares.secrets.map((secret) => `${name}.${secret}`),
  );
  const file: WorldFile = world.describe({ name: 'up', nonce: shell.environment.randomHex(8), secrets });
  if (given.flag('json')) {
    shell.out(`${JSON.stringify(file)}\n`);
    return;
  }
  for (const [name, component] of Object.entries(file.components)) {
    const { kind, pid, ports, urls } = component;
    const addresses = [
      ...Object.entries(urls),
      ...Object.entries(ports).map(([port, number]) => [port, `${component.host}:${number}`] as const),
    ];
    shell.out(`${name} (${kind}${pid > 0 ? `, pid ${pid}` : ''})\n`);
    for (const [what, address] of addresses) shell.out(`  ${what.padEnd(10)} ${terminalName(address)}\n`);
  }
  shell.out(`folder ${world.root}\n`);
  shell.err('reality: Ctrl-C stops it all\n');
}

// There is no journal here: what happens is only told.
function openTalk(shell: Shell, given: Given): Emit {
  const beganMs = shell.environment.monotonicMs();
  const nowMs = (): number => shell.environment.monotonicMs() - beganMs;
  const display = makeDisplay({
    mode: 'plain',
    colour: shell.colour.err,
    columns: shell.columns,
    write: shell.err,
    nowMs,
    verbose: !given.flag('json'),
  });
  let seq = 0;
  return (event: RunEvent) => {
    seq += 1;
    display.show({ seq, atMs: nowMs(), event });
  };
}
