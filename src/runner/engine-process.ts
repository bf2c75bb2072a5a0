import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extendMarker, identifyProcess, makeRedact, startChild } from '#child';
import type { Child } from '#child';
import { fillFromWorld, findReferences, present } from '#domain';
import type { ChildEnd, EngineEvent, Leak } from '#domain';
import type { Engine, EngineInput, EnginePlan } from '#engine';
import { GUARD_VARIABLE } from '#guard';
import { makeIntake, readLines } from './attempt-intake.ts';
import type { Intake } from './attempt-intake.ts';
import { makePlace, removePlace } from './attempt-place.ts';
import type { EngineProcess, ProcessInput } from './attempt-state.ts';
import { openAttemptWitness } from './attempt-witness.ts';
import { watchAttempt } from './attempt-watch.ts';
import type { AttemptWatch } from './attempt-watch.ts';
import { listMissing } from './degraded.ts';
import { describeTimeout, describeWaiting, portsOf } from './describe-hang.ts';
import { makeWaitingFact } from './hang-facts.ts';
import { armProcess, isGuarded } from './guard-process.ts';
import { removeLeaks } from './leaks.ts';
import { beginContactLook, tellContacts } from './look-at-contact.ts';
import type { ContactSeen } from './look-at-contact.ts';
import { makeSuiteEnvironment, putFirst } from './suite-environment.ts';
import type { SuiteEnvironmentInput } from './suite-environment.ts';

/** What is known of a process of an engine when it has gone. */
export interface Ending {
  readonly end: ChildEnd;
  readonly watch: AttemptWatch;
  readonly leaks: readonly Leak[];
  readonly hang?: string;
  /** Absent where contact is not asked for. */
  readonly contact?: ContactSeen;
}

/**
 * One process of an engine, from its private directories to the last trace of it; `conclude` is asked while these still stand. Throws only
 * for faults of ours.
 */
export async function runEngineProcess<Result>(
  input: ProcessInput,
  conclude: (process: EngineProcess, ending: Ending) => Promise<Result>,
): Promise<Result> {
  const process = prepareProcess(input);
  try {
    return await conclude(process, await carryOut(process));
  } finally {
    input.channel.finish();
    process.scope.close();
    await removePlace(process.place);
  }
}

function prepareProcess(input: ProcessInput): EngineProcess {
  const { run, planned, id, world } = input;
  const place = makePlace(run.directory, id);
  const nonce = run.context.environment.randomHex(8);
  const remembers = isGuarded(input) ? `${GUARD_VARIABLE}=` : undefined;
  const marker = extendMarker(run.marker, id);
  const scope = run.registry.scope({ name: id, marker, directory: place.root, ...present({ remembers }) });
  const redact = world?.redact ?? makeRedact(run.request.hidden ?? []);
  const engine = run.context.engines[planned.engine];
  if (engine === undefined) throw new Error(`engine ${planned.engine} is in no table`);
  const root: EngineProcess['root'] = {
    pid: 0,
    startTicks: Number.POSITIVE_INFINITY,
    program: '',
    stop: () => undefined,
  };
  const witness = openAttemptWitness({ ...input, nonce, place });
  const held = { ...input, nonce, place, scope, redact, engine, root, witness };
  return { ...held, engineInput: makeEngineInput(input, held), intake: openIntake(held) };
}

function openIntake(process: Omit<EngineProcess, 'engineInput' | 'intake'>): Intake {
  const { run, attempt, engine, nonce, place, redact, world, root, scope, listener, times, test } = process;
  return makeIntake({
    attempt,
    engine,
    nonce,
    place,
    redact,
    emit: run.emit,
    take: (event) => {
      const take = (): void => {
        listener.take(event);
      };
      if (times === undefined) take();
      else times.hear('atMs' in event ? event.atMs : undefined, take);
    },
    maxBytes: run.request.policy.limits.maxOutputBytes,
    onFlood: () => {
      root.stop('output-limit');
    },
    takeChildren: (pids) => {
      for (const identity of pids.map(identifyProcess)) {
        // Older than the suite: a mistake or a lie, and following it would end a process of somebody else.
        if (identity !== undefined && identity.startTime >= root.startTicks) scope.adopt(identity);
      }
    },
    takeWaiting: (event) => {
      const text = describeWaiting(event, (port) => world?.ownerOf(port));
      listener.noteWaiting(event, text);
      run.emit({ kind: 'hang-diagnosed', attempt, text, ...present({ ordinal: test?.ordinal }) });
      const fact = makeWaitingFact(event, root.pid, portsOf(world));
      const ordinal = test?.ordinal ?? listener.ordinalOf?.(event);
      run.emit({ kind: 'fact-found', attempt, fact, ...present({ ordinal }) });
    },
  });
}

/** The tests to run are written down for the plug-in: no pattern and no command line holds what titles may hold. */
function makeEngineInput(
  { run, spec, planned, timeoutMs, test, lists }: ProcessInput,
  { place, redact }: Pick<EngineProcess, 'place' | 'redact'>,
): EngineInput<unknown> {
  const base = {
    suite: spec,
    options: spec.options,
    lane: planned.lane,
    sideDir: place.sides,
    scratchDir: place.scratch,
    redact,
    tmpDir: place.root,
    timeoutMs,
    ...present({ grep: run.request.grep, lists }),
  };
  if (test === undefined) return base;
  const file = path.join(place.root, 'only.json');
  const tests = [test.announced];
  writeFileSync(file, JSON.stringify(tests));
  return { ...base, only: { tests, file } };
}

async function carryOut(process: EngineProcess): Promise<Ending> {
  const { engine, engineInput, intake, channel, listener } = process;
  const hang: { text?: string } = {};
  const reader = engine.openOutput?.(engineInput);
  channel.listen(intake);
  process.witness.begin();
  const endContactLook = await beginContactLook(process);
  const child = await spawnEngine(process, {
    onLine: readLines(reader, intake),
    beforeStop: async () => {
      hang.text = await tellHang(process, child);
    },
  });
  const take = (events: readonly EngineEvent[] | undefined): void => intake.tell(events ?? []);
  take(reader?.begin());
  const watch = watchAttempt({ ...process, child, isFinished: () => listener.isFinished });
  const end = await child.ended;
  watch.dispose();
  channel.finish();
  take(reader?.drain?.());
  if (isOwnEnd(end)) take(reader?.end(end));
  intake.end();
  const leaks = await tellLeaks(process, end.cause === 'none' || watch.lingered());
  const contact = await endContactLook?.();
  if (contact !== undefined) tellContacts(process, contact);
  return { end, watch, leaks, ...present({ hang: hang.text, contact }) };
}

/** Removes what the suite left behind, and blames the suite for it unless it was stopped: then it had no chance to clean up. */
async function tellLeaks(process: EngineProcess, hadItsChance: boolean): Promise<readonly Leak[]> {
  const { run, attempt, planned, scope, place, test } = process;
  const leaks = await removeLeaks(scope, place);
  if (!hadItsChance) return [];
  const about = { attempt, suite: planned.name, removed: true, ...present({ ordinal: test?.ordinal }) };
  for (const leak of leaks) run.emit({ kind: 'leak-found', leak, ...about });
  return leaks;
}

/** By itself, with an exit code: only then does an output say all that it has to say. */
function isOwnEnd({ cause, code }: ChildEnd): boolean {
  return cause === 'none' && code !== null;
}

/** Before anything is signalled: what each process was doing, in words and as facts. */
async function tellHang({ run, attempt, world, listener, test }: EngineProcess, child: Child): Promise<string> {
  const { timeout, facts } = await describeTimeout(run.context.environment, child, portsOf(world));
  run.emit({ kind: 'hang-diagnosed', attempt, ...timeout, ...present({ ordinal: test?.ordinal }) });
  const ordinal = test?.ordinal ?? listener.running?.();
  for (const fact of facts) run.emit({ kind: 'fact-found', attempt, fact, ...present({ ordinal }) });
  return timeout.text;
}

function planOf(engine: Engine<unknown>, { lists, engineInput }: EngineProcess): EnginePlan {
  if (lists !== true) return engine.plan(engineInput);
  if (engine.list === undefined) throw new Error(`engine ${engine.name} cannot list`);
  return engine.list(engineInput);
}

interface Callbacks {
  readonly onLine: ReturnType<typeof readLines>;
  readonly beforeStop: () => Promise<void>;
}

async function spawnEngine(process: EngineProcess, { onLine, beforeStop }: Callbacks): Promise<Child> {
  const { run, engine, scope, redact, root, timeoutMs } = process;
  const { limits } = run.request.policy;
  const { spawn, searchFirst } = planOf(engine, process);
  const own = makeSuiteEnvironment({ ...process, ...tellWorld(process), events: process.channel.path });
  const env = armProcess(process, { ...own, ...spawn.env, ...putFirst(searchFirst, own) });
  const logFile = path.join(run.context.logDir, process.log);
  // The logs of single tests have a folder for their suite. What a suite removed above it is not made again.
  if (existsSync(run.context.logDir)) mkdirSync(path.dirname(logFile), { recursive: true });
  const child = await startChild(
    { ...spawn, env },
    {
      environment: run.context.environment,
      logFile,
      redact,
      maxOutputBytes: limits.maxOutputBytes,
      maxMemoryBytes: limits.maxMemoryBytes,
      maxProcesses: limits.maxProcesses,
      timeLimitMs: timeoutMs,
      stopSignal: 'SIGTERM',
      graceMs: limits.graceMs,
      scope,
      beforeStop,
      ...present({ onLine }),
    },
  );
  root.startTicks = child.startTime;
  root.pid = child.pid;
  [root.program] = spawn.argv;
  root.stop = (cause) => void child.stop(cause);
  process.onStart({ pid: child.pid, argv: spawn.argv.map(redact) });
  return child;
}

/**
 * Writes REALITY_WORLD, readable for the suite alone, and returns the variables that name it and its parts, and the suite's own with
 * their references resolved.
 */
function tellWorld(process: EngineProcess): Pick<SuiteEnvironmentInput, 'world' | 'own'> {
  const { world, planned, spec, place, nonce } = process;
  const file = world?.describe({ name: planned.name, nonce, secrets: spec.secrets });
  // Without a world, as for a mere list, what refers to one is left out.
  const usable = Object.entries(spec.env).filter(([, text]) => file !== undefined || findReferences(text).length === 0);
  const own = usable.map(([name, text]) => [name, fillFromWorld(text, file)] as const);
  if (world === undefined || file === undefined) return { world: {}, own: Object.fromEntries(own) };
  const target = path.join(place.root, 'world.json');
  writeFileSync(target, JSON.stringify(file), { mode: 0o600 });
  const missing = listMissing(planned, world);
  const told = { REALITY_WORLD: target, ...(missing.length > 0 && { REALITY_DEGRADED: missing.join(',') }) };
  return { world: { ...world.variables(file), ...told }, own: Object.fromEntries(own) };
}
