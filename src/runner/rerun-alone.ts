import { LIMIT_FACTOR, RERUNS_ALONE, count, isGreen, oneLine } from '#domain';
import type { Experiment, Failure, Outcome, PlannedSuite, SuiteSpec } from '#domain';
import { isSameFailure } from '#facts';
import { freeChannel } from './after-suites.ts';
import type { Supplied } from './after-suites.ts';
import { concludeProcess } from './attempt-end.ts';
import { fileNameOf } from './attempt-place.ts';
import { runAttempt } from './attempt.ts';
import { runEngineProcess } from './engine-process.ts';
import type { Bench, Finding } from './experiment-bench.ts';
import { SoloLedger } from './solo-ledger.ts';

/** How one try ended. */
interface Tried {
  readonly outcome: Outcome;
  readonly failure?: Failure;
  readonly tookMs: number;
}

/** Who runs what: the suite as it stands in the run, or with other limits. */
interface Subject {
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  /** Different for each try of a run: names folders and logs. */
  readonly number: number;
}

const MAX_QUOTE = 160;

/** The test alone in a fresh world, several times: tells what depends on other tests, and what depends on chance. */
export async function rerunAlone(bench: Bench): Promise<Finding> {
  const problem = whyNot(bench);
  if (problem !== undefined) return { result: 'not-done', note: problem };
  const tries: Tried[] = [];
  for (let number = 1; number <= RERUNS_ALONE; number += 1) {
    if (number > 1 && isOver(bench)) break;
    const tried = await tryIn(bench, { ...bench, number });
    if (tried.kind === 'blocked') return notStarted(tried.why);
    tries.push(tried.tried);
    if (bench.request.confirms === true && isSameFailure(bench.request, tried.tried)) break;
  }
  return concludeTries(bench, tries);
}

/** Once with more time, for a test that had too little of it. */
export async function rerunLonger(bench: Bench): Promise<Finding> {
  const problem = whyNot(bench);
  if (problem !== undefined) return { result: 'not-done', note: problem };
  const { planned, spec } = bench;
  const timeoutMs = planned.timeoutMs * LIMIT_FACTOR;
  const alone = planned.alone && { testTimeoutMs: planned.alone.testTimeoutMs * LIMIT_FACTOR };
  const env = { ...spec.env, REALITY_LIMIT_FACTOR: String(LIMIT_FACTOR) };
  const longer = { ...planned, timeoutMs, ...(alone !== undefined && { alone }) };
  const tried = await tryIn(bench, { planned: longer, spec: { ...spec, timeoutMs, env }, number: RERUNS_ALONE + 1 });
  if (tried.kind === 'blocked') return notStarted(tried.why);
  const { tookMs, ...end } = tried.tried;
  const given = `with ${LIMIT_FACTOR} times the limit, alone in a fresh world,`;
  if (end.outcome === 'passed') return { result: 'passed', note: `${given} it passed after ${Math.round(tookMs)} ms` };
  const result = isSameFailure(bench.request, end) ? 'same' : 'different';
  const own = result === 'same' ? findOwnLimit(bench.request.failure, end.failure) : undefined;
  if (own !== undefined)
    return { result: 'not-done', note: `its own limit of ${own} is written in the test: ${quote(end)}` };
  return { result, note: `${given} it ended so: ${quote(end)}` };
}

/** How frameworks tell the limit that struck. */
const LIMIT = /\b(?:timed? ?out|timeout|exceeded)\b[^\n]{0,40}?\b(\d+(?:\.\d+)? ?m?s\b)/iu;

// One that is written in the test nobody can raise from outside: it struck as before.
function findOwnLimit(before: Failure | undefined, after: Failure | undefined): string | undefined {
  const own = LIMIT.exec(after?.message ?? '')?.[1];
  return own !== undefined && LIMIT.exec(before?.message ?? '')?.[1] === own ? own : undefined;
}

function isOver({ run, endMs }: Bench): boolean {
  return run.halt.signal.aborted || run.context.environment.monotonicMs() > endMs;
}

function notStarted(why: string): Finding {
  return { result: 'not-done', note: `no fresh world could be had: ${why}` };
}

function whyNot({ run, planned, request }: Bench): string | undefined {
  if (request.isWholeSuite || run.context.engines[planned.engine]?.selects === true) return undefined;
  return `engine ${planned.engine} cannot run one test of several alone`;
}

type Try = Extract<Supplied, { kind: 'blocked' }> | { readonly kind: 'tried'; readonly tried: Tried };

async function tryIn(bench: Bench, subject: Subject): Promise<Try> {
  return bench.inWorld(async (supply) => {
    if (supply.kind === 'blocked') return supply;
    const { run, request } = bench;
    const startedMs = run.context.environment.monotonicMs();
    const selects = run.context.engines[subject.planned.engine]?.selects === true;
    const end =
      selects && !isSynthetic(request.announced.titles)
        ? await runTest(bench, subject, supply.world)
        : await runWhole(bench, subject, supply.world);
    return { kind: 'tried', tried: { tookMs: run.context.environment.monotonicMs() - startedMs, ...end } };
  });
}

/** Made by us for what failed around tests: no engine knows it. */
function isSynthetic([title = '']: readonly string[]): boolean {
  return title.startsWith('(') && title.endsWith(')');
}

type World = Extract<Supplied, { kind: 'ready' }>['world'];
type End = Omit<Tried, 'tookMs'> & { readonly tookMs?: number };

async function runTest({ run, request }: Bench, { planned, spec, number }: Subject, world: World): Promise<End> {
  const { announced } = request;
  const solo = new SoloLedger(announced, () => undefined);
  const id = `${planned.name}/x${number}`;
  const about = { run, planned, spec, number, world, channel: freeChannel(run), attempt: id, id };
  return runEngineProcess(
    {
      ...about,
      log: `${fileNameOf(planned.name)}.${number}.log`,
      timeoutMs: planned.alone?.testTimeoutMs ?? planned.timeoutMs,
      listener: solo,
      test: { announced, ordinal: 0 },
      onStart: () => undefined,
    },
    async (process, ending) => {
      const { durationMs, ...told } = solo.verdict(concludeProcess(process, ending));
      return Promise.resolve({ ...told, ...(durationMs > 0 && { tookMs: durationMs }) });
    },
  );
}

async function runWhole({ run }: Bench, { planned, spec, number }: Subject, world: World): Promise<End> {
  return runAttempt({ run, planned, spec, number, world, channel: freeChannel(run) });
}

function concludeTries({ request }: Bench, tries: readonly Tried[]): Finding {
  const passed = tries.filter(({ outcome }) => outcome === 'passed').length;
  const runs = { red: tries.filter(({ outcome }) => !isGreen(outcome)).length, of: tries.length };
  return { ...describeTries(request, tries, passed), runs };
}

function describeTries(request: Bench['request'], tries: readonly Tried[], passed: number): Finding {
  const times = `${count(tries.length, 'time')} alone in a fresh world`;
  if (passed === tries.length)
    return { result: 'passed', note: `it ran ${times} and passed${tries.length === 1 ? '' : ' each time'}` };
  const red = tries.filter(({ outcome }) => !isGreen(outcome));
  const [first] = red;
  if (first === undefined) return { result: 'different', note: `it ran ${times} and was skipped` };
  if (passed > 0)
    return { result: 'mixed', note: `it ran ${times} and passed ${count(passed, 'time')}: ${quote(first)}` };
  const result: Experiment['result'] = red.every((one) => isSameFailure(request, one)) ? 'same' : 'different';
  const how = result === 'same' ? 'in the same way' : 'otherwise than in the run';
  const each = tries.length === 1 ? '' : 'each time ';
  return { result, note: `it ran ${times} and failed ${each}${how}: ${quote(first)}` };
}

function quote({ outcome, failure }: Pick<Tried, 'outcome' | 'failure'>): string {
  return failure === undefined ? outcome : `${outcome}, ${oneLine(failure.message, MAX_QUOTE)}`;
}
