import { oneLine } from '#domain';
import type { Bench, Finding } from './experiment-bench.ts';

const LIMIT_MS = 5000;
const MAX_QUOTE = 120;

/** Each component of a fresh world is asked for its own proof of readiness, with no suite beside it. */
export async function probeDependency({ run, inWorld }: Bench): Promise<Finding> {
  return inWorld(async (supply) => {
    if (supply.kind === 'blocked') return { result: 'same', note: `a fresh world does not get ready: ${supply.why}` };
    const deadlineMs = run.context.environment.monotonicMs() + LIMIT_MS;
    const seen = (await supply.world?.examine({ signal: run.halt.signal, deadlineMs })) ?? [];
    if (seen.length === 0) return { result: 'not-done', note: 'its world has no component that can be asked' };
    const doubtful = seen.filter(({ ok }) => !ok);
    const told = (doubtful.length > 0 ? doubtful : seen).map(
      ({ component, note }) => `${component}: ${oneLine(note, MAX_QUOTE)}`,
    );
    if (doubtful.length > 0) return { result: 'same', note: `in a fresh world without the suite: ${told.join('; ')}` };
    return { result: 'passed', note: `in a fresh world each component proves ready: ${told.join('; ')}` };
  });
}
