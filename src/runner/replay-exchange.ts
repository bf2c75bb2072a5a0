import { REDACTED } from '#child';
import { isCredential, oneLine } from '#domain';
import type { ReplayStep, WorldFile } from '#domain';
import { normaliseLine } from '#facts';
import type { World } from '#world';
import { makeClean } from './clean-text.ts';
import type { Bench, Finding } from './experiment-bench.ts';
import { openNeutralClient } from './neutral-client.ts';
import type { NeutralAnswer } from './neutral-client.ts';

const MAX_QUOTE = 160;
/** At least so long is waited for what was never answered before. */
const LEAST_WAIT_MS = 2000;
const MOST_WAIT_MS = 10_000;

/** A client that is no part of the suite asks the same in a fresh world, what went before it first. */
export async function replayExchange({ run, request, inWorld }: Bench): Promise<Finding> {
  const { steps } = request;
  const last = steps.at(-1);
  const problem = last === undefined ? 'no exchange of this test was recorded' : steps.map(whyNot).find(Boolean);
  if (last === undefined || problem !== undefined) return { result: 'not-done', note: problem ?? '' };
  return inWorld(async (supply) => {
    if (supply.kind === 'blocked') return { result: 'not-done', note: `no fresh world could be had: ${supply.why}` };
    if (supply.world === undefined) return { result: 'not-done', note: 'the suite has no world' };
    const answer = await askAll(supply.world, steps, run.halt.signal);
    return answer === undefined ? { result: 'not-done', note: 'nothing was asked' } : compare(last, answer);
  });
}

function whyNot({ fact }: ReplayStep): string | undefined {
  const headers = Object.entries(fact.requestHeaders ?? {});
  if (headers.some(([name, value]) => isCredential(name, value)))
    return 'the request carries what proves who asked, which is not recorded';
  const text = [...headers.map(([, value]) => value), `${fact.method} ${fact.request}`].join('\n');
  if (text.includes(REDACTED)) return 'the request carries a secret of the world in which it was made';
  return /…$/mu.test(text) ? 'the request is too long to have been recorded whole' : undefined;
}

async function askAll(
  world: World,
  steps: readonly ReplayStep[],
  signal: AbortSignal,
): Promise<NeutralAnswer | undefined> {
  const file = world.describe({ name: 'experiment', nonce: '', secrets: [] });
  const clean = makeClean(world.redact);
  const client = openNeutralClient(signal);
  let answer: NeutralAnswer | undefined;
  try {
    for (const step of steps) {
      const waitMs = Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, 2 * step.fact.tookMs));
      answer = await client.ask(step.fact, addressOf(step, file), waitMs);
    }
    return answer && { ...answer, answer: clean(answer.answer) };
  } finally {
    client.close();
  }
}

function addressOf({ component, portName }: ReplayStep, { components }: WorldFile): string {
  const { host = '127.0.0.1', ports = {} } = components[component] ?? {};
  return `${host}:${ports[portName] ?? 0}`;
}

function compare({ fact }: ReplayStep, seen: NeutralAnswer): Finding {
  const note = `a neutral client asked ${fact.method}: ${describe(seen)}; the test: ${describe(fact)}`;
  if (seen.end === 'answered' && fact.end !== 'answered') return { result: 'passed', note };
  const isSame =
    seen.end === fact.end && seen.code === fact.code && normaliseLine(seen.answer) === normaliseLine(fact.answer);
  return { result: isSame ? 'same' : 'different', note };
}

function describe({ end, code, answer }: Pick<NeutralAnswer, 'end' | 'code' | 'answer'>): string {
  return [end, code, oneLine(answer, MAX_QUOTE)].filter(Boolean).join(' ');
}
