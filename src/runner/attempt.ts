import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { extendMarker, identifyProcess, makeRedact, startChild } from '#child';
import type { Child } from '#child';
import { fillFromWorld, findReferences, present } from '#domain';
import type { EnginePlan } from '#engine';
import { attributeFrames } from './attribute-frames.ts';
import { AttemptLedger } from './attempt-ledger.ts';
import { concludeEnd, tellLeaks } from './attempt-end.ts';
import { makeIntake, readLines } from './attempt-intake.ts';
import type { Intake } from './attempt-intake.ts';
import { fileNameOf, makePlace, removePlace } from './attempt-place.ts';
import type { Attempt, AttemptInput, AttemptResult } from './attempt-state.ts';
import { watchAttempt } from './attempt-watch.ts';
import { collectFacts } from './collect-facts.ts';
import { describeTimeout, describeWaiting } from './describe-hang.ts';
import { makeSuiteEnvironment, putFirst } from './suite-environment.ts';
import type { SuiteEnvironmentInput } from './suite-environment.ts';
import { TestTimes } from './test-times.ts';

/** One execution of a suite, from its private directories to the last trace of it. Throws only for faults of ours. */
export async function runAttempt(input: AttemptInput): Promise<AttemptResult> {
  const attempt = prepareAttempt(input);
  try {
    const result = await carryOut(attempt);
    if (!result.paused) await collectFacts(attempt, result);
    return result;
  } finally {
    input.channel.finish();
    attempt.scope.close();
    await removePlace(attempt.place);
  }
}

function prepareAttempt(input: AttemptInput): Attempt {
  const { run, planned, spec, number, world } = input;
  const id = `${planned.name}/${number}`;
  const place = makePlace(run.directory, id);
  const nonce = run.context.environment.randomHex(8);
  const scope = run.registry.scope({ name: id, marker: extendMarker(run.marker, id), directory: place.root });
  const redact = world?.redact ?? makeRedact(run.request.hidden ?? []);
  const engine = run.context.engines[planned.engine];
  if (engine === undefined) throw new Error(`engine ${planned.engine} is in no table`);
  const root: Attempt['root'] = { startTicks: Number.POSITIVE_INFINITY, stop: () => undefined };
  const times = new TestTimes(run.context.environment);
  const ledger = openLedger({ ...input, id, engine, times });
  const intake = openIntake({ ...input, id, engine, nonce, place, redact, ledger, root, scope });
  const engineInput = {
    suite: spec,
    options: spec.options,
    lane: planned.lane,
    sideDir: place.sides,
    scratchDir: place.scratch,
    redact,
    tmpDir: place.root,
    timeoutMs: planned.timeoutMs,
    ...present({ grep: run.request.grep, lists: input.lists }),
  };
  return { ...input, id, nonce, place, scope, redact, engine, engineInput, ledger, intake, root, times };
}

function openLedger({
  run,
  planned,
  spec,
  id,
  engine,
  times,
}: Pick<Attempt, 'run' | 'planned' | 'spec' | 'id' | 'engine' | 'times'>): AttemptLedger {
  const [usual] = engine.files(spec.options, spec);
  const fileOf = (ordinal: number): string | undefined => ledger.announced[ordinal]?.file ?? usual;
  const emit = attributeFrames(times.watch(run.emit), { config: run.request.config, planned, spec, fileOf });
  const ledger = new AttemptLedger(id, emit, run.context.writeSide);
  return ledger;
}

type IntakeParts = Omit<Attempt, 'engineInput' | 'intake' | 'times'>;

function openIntake({ run, id, engine, nonce, place, redact, ledger, root, scope, world }: IntakeParts): Intake {
  return makeIntake({
    attempt: id,
    engine,
    nonce,
    place,
    redact,
    emit: run.emit,
    take: (event) => {
      ledger.take(event);
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
      ledger.noteWaiting(event, text);
      run.emit({ kind: 'hang-diagnosed', attempt: id, text });
    },
  });
}

async function carryOut(attempt: Attempt): Promise<AttemptResult> {
  const { run, engine, engineInput, intake, channel, world } = attempt;
  const hang: { text?: string } = {};
  const reader = engine.openOutput?.(engineInput);
  channel.listen(intake);
  const child = await spawnSuite(attempt, {
    onLine: readLines(reader, intake),
    beforeStop: async () => {
      const seen = await describeTimeout(run.context.environment, child, (port) => world?.ownerOf(port));
      hang.text = seen.text;
      run.emit({ kind: 'hang-diagnosed', attempt: attempt.id, ...seen });
    },
  });
  intake.tell(reader?.begin() ?? []);
  const watch = watchAttempt({ ...attempt, child, isFinished: () => attempt.ledger.isFinished });
  const end = await child.ended;
  watch.dispose();
  channel.finish();
  if (reader !== undefined && end.cause === 'none' && end.code !== null) intake.tell(reader.end(end));
  intake.end();
  const leaks = await tellLeaks(attempt, end.cause === 'none' || watch.lingered());
  return concludeEnd(attempt, { end, watch, leaks, ...present({ hang: hang.text }) });
}

function listPlan({ engine, engineInput }: Attempt): EnginePlan {
  if (engine.list === undefined) throw new Error(`engine ${engine.name} cannot list`);
  return engine.list(engineInput);
}

interface Callbacks {
  readonly onLine: ReturnType<typeof readLines>;
  readonly beforeStop: () => Promise<void>;
}

async function spawnSuite(attempt: Attempt, { onLine, beforeStop }: Callbacks): Promise<Child> {
  const { run, planned, engine, engineInput, scope, redact } = attempt;
  const { limits } = run.request.policy;
  const { spawn, searchFirst } = attempt.lists === true ? listPlan(attempt) : engine.plan(engineInput);
  const own = makeSuiteEnvironment({ ...attempt, ...tellWorld(attempt), events: attempt.channel.path });
  const env = { ...own, ...spawn.env, ...putFirst(searchFirst, own) };
  const child = await startChild(
    { ...spawn, env },
    {
      environment: run.context.environment,
      logFile: path.join(run.context.logDir, `${fileNameOf(planned.name)}.${attempt.number}.log`),
      redact,
      maxOutputBytes: limits.maxOutputBytes,
      maxMemoryBytes: limits.maxMemoryBytes,
      maxProcesses: limits.maxProcesses,
      timeLimitMs: planned.timeoutMs,
      stopSignal: 'SIGTERM',
      graceMs: limits.graceMs,
      scope,
      beforeStop,
      ...present({ onLine }),
    },
  );
  const { number, world, root } = attempt;
  root.startTicks = child.startTime;
  root.stop = (cause) => void child.stop(cause);
  run.emit({
    kind: 'attempt-started',
    attempt: attempt.id,
    suite: planned.name,
    number,
    world: world?.id ?? '',
    pid: child.pid,
    argv: spawn.argv.map(redact),
  });
  return child;
}

/**
 * Writes REALITY_WORLD, readable for the suite alone, and returns the variables that name it and its parts, and the suite's own with
 * their references resolved.
 */
function tellWorld({
  world,
  planned,
  spec,
  place,
  nonce,
  lists,
}: Attempt): Pick<SuiteEnvironmentInput, 'world' | 'own'> {
  const file = world?.describe({ name: planned.name, nonce, secrets: spec.secrets });
  // Listing starts no world: what refers to one is left out.
  const usable = Object.entries(spec.env).filter(([, text]) => lists !== true || findReferences(text).length === 0);
  const own = usable.map(([name, text]) => [name, fillFromWorld(text, file)] as const);
  if (world === undefined || file === undefined) return { world: {}, own: Object.fromEntries(own) };
  const target = path.join(place.root, 'world.json');
  writeFileSync(target, JSON.stringify(file), { mode: 0o600 });
  return { world: { ...world.variables(file), REALITY_WORLD: target }, own: Object.fromEntries(own) };
}
