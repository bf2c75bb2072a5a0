import { connect } from 'node:net';
import { declareContact } from '#contact';
import { configuredName, count, describeError, isGreen, oneLine } from '#domain';
import type { Outcome, PlannedSuite, SuiteSpec, Unplugged } from '#domain';
import type { World } from '#world';
import { FIRST_WORLD } from './after-suites.ts';
import { findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';
import { AsideRuns } from './run-aside.ts';
import type { Aside } from './run-aside.ts';
import type { UnplugRequest } from './types.ts';

const MAX_NOTE = 300;
const CLIENT_WAIT_MS = 2000;

/**
 * Runs each suite that has passed once more for each edge that it declares, with that edge refused before its first test: a client of ours
 * is refused there first, then the suite is asked. What is found is journaled, and nothing else of these runs.
 */
export async function unplugSuites(run: Run, passed: ReadonlySet<string>, request: UnplugRequest): Promise<void> {
  const { monotonicMs } = run.context.environment;
  const endMs = monotonicMs() + request.limitMs;
  const turns = listTurns(run, passed, request);
  const asides = new AsideRuns(run, FIRST_WORLD.unplug);
  for (const { planned, spec, edge } of turns) {
    if (run.halt.signal.aborted) return;
    const startedMs = monotonicMs();
    const found = startedMs > endMs ? TOO_LATE : await tryWithout(asides, { planned, spec, edge });
    // What was cut short says nothing.
    if (run.halt.signal.aborted) return;
    const costMs = Math.round(monotonicMs() - startedMs);
    run.emit({ kind: 'unplugged', unplugged: { suite: planned.name, edge, ...found, costMs } });
  }
}

interface Turn {
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly edge: string;
}

function listTurns(run: Run, passed: ReadonlySet<string>, { edges }: UnplugRequest): readonly Turn[] {
  const { config, plan } = run.request;
  const suites = plan.suites.filter((one) => passed.has(one.name) && one.repeat === 1 && one.lane !== 'unit');
  const turns = suites.flatMap((planned) => {
    const spec = findSpec(config, planned);
    const { levels } = declareContact(planned, spec, config.components);
    return Object.keys(levels).map((edge) => ({ planned, spec, edge }));
  });
  for (const edge of edges.filter((one) => !turns.some((turn) => turn.edge === one))) {
    run.emit({ kind: 'warning', about: 'unplug', text: `no suite that passed declares the edge ${edge}` });
  }
  return edges.length === 0 ? turns : turns.filter(({ edge }) => edges.includes(edge));
}

type Found = Omit<Unplugged, 'suite' | 'edge' | 'costMs'>;

const notDone = (note: string): Found => ({ refusal: '', result: 'not-done', stillPassed: [], executed: 0, note });

const TOO_LATE = notDone('the time for unplugging was over before its turn');

async function tryWithout(asides: AsideRuns, { planned, spec, edge }: Turn): Promise<Found> {
  const met = { refusal: '' };
  const aside = await asides.carryOut({
    planned,
    spec,
    refusable: [edge],
    before: async (world) => {
      const refused = await refuse(world, edge);
      if (refused.kind === 'open') return refused.why;
      met.refusal = refused.text;
      return undefined;
    },
  });
  return conclude(aside, met.refusal, planned);
}

type Refused = { readonly kind: 'refused'; readonly text: string } | { readonly kind: 'open'; readonly why: string };

/** Refuses the edge, and shows it: each of its addresses must turn a client of ours away. */
async function refuse(world: World | undefined, edge: string): Promise<Refused> {
  if (world === undefined) return { kind: 'open', why: 'it has no world' };
  const refusal = await world.refuse(edge);
  if (refusal.kind === 'not-refusable') return { kind: 'open', why: refusal.why };
  const answers = await Promise.all(refusal.addresses.map(async (address) => ({ address, text: await ask(address) })));
  const through = answers.filter(({ text }) => text === undefined).map(({ address }) => address);
  if (through.length > 0) return { kind: 'open', why: `a client of ours still got through at ${through.join(', ')}` };
  const texts = answers.flatMap(({ text }) => text ?? []);
  if (texts.length === 0) return { kind: 'open', why: `${edge} has no address that could be shown to be refused` };
  return { kind: 'refused', text: oneLine(texts.join('; '), MAX_NOTE) };
}

/** What a plain client meets; undefined when it gets through. */
async function ask(address: string): Promise<string | undefined> {
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at), Number(address.slice(at + 1))];
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CLIENT_WAIT_MS });
    const settle = (text: string | undefined): void => {
      socket.destroy();
      resolve(text);
    };
    socket.once('connect', () => settle(undefined));
    socket.once('timeout', () => settle(`no answer from ${address} within ${CLIENT_WAIT_MS} ms`));
    socket.once('error', (error) => settle(describeError(error)));
  });
}

const UNEXECUTED: ReadonlySet<Outcome> = new Set(['skipped', 'not-run', 'mock-violation']);

type Ran = Extract<Aside, { kind: 'ran' }>;

function conclude(aside: Aside, refusal: string, planned: PlannedSuite): Found {
  if (aside.kind !== 'ran') return notDone(oneLine(describeGap(aside), MAX_NOTE));
  const { outcome, failure, tests } = aside;
  const stillPassed = tests.filter((test) => test.outcome === 'passed').map(({ id }) => id);
  const executed = tests.filter(({ outcome: end }) => !UNEXECUTED.has(end)).length;
  const base = { refusal, stillPassed, executed };
  if (isPass(outcome, tests)) return { ...base, result: 'does-not-need-it', note: 'it passed as before' };
  const why = isGreen(outcome) ? `all of ${configuredName(planned)} was skipped` : (failure?.message ?? outcome);
  const some = stillPassed.length === 0 ? '' : `${count(stillPassed.length, 'test')} passed all the same; `;
  return { ...base, result: 'needs-it', note: oneLine(`${some}${why}`, MAX_NOTE) };
}

// That nobody even asked over a refused edge is no fault here: it is what was to be found out.
function isPass(outcome: Outcome, tests: Ran['tests']): boolean {
  if (outcome !== 'mock-violation') return outcome === 'passed';
  const red = tests.filter((test) => !isGreen(test.outcome) && test.outcome !== 'mock-violation');
  return red.length === 0 && tests.some((test) => test.outcome === 'passed');
}

function describeGap(aside: Exclude<Aside, { kind: 'ran' }>): string {
  return aside.kind === 'blocked' ? `its world did not start once more: ${aside.why}` : aside.why;
}
