import { remainingMs } from '#domain';
import type { Environment, Patience, ProbeFact } from '#domain';
import type { LiveComponent } from './live-component.ts';
import { lookAtAll } from './prove-ready.ts';
import { pause } from './waiting.ts';

/** Asks all components at once; one that does not answer is told so when the patience ends. */
export async function examineComponents(
  parts: readonly LiveComponent[],
  patience: Patience,
  environment: Environment,
): Promise<readonly ProbeFact[]> {
  const asked = parts.filter(({ state }) => state !== 'waiting');
  return Promise.all(asked.map(async (part) => examine(part, patience, environment)));
}

async function examine(part: LiveComponent, patience: Patience, environment: Environment): Promise<ProbeFact> {
  const startedMs = environment.monotonicMs();
  const { ok, saw } = await look(part, patience, environment);
  const tookMs = Math.round(environment.monotonicMs() - startedMs);
  const note = part.context.redact(part.state === 'ready' ? saw : `${part.state}: ${saw}`);
  return { kind: 'probe', component: part.spec.name, ok, note: note.slice(0, MAX_NOTE), tookMs };
}

const MAX_NOTE = 400;
/** No probe can hold for these. */
const DOWN: ReadonlySet<string> = new Set(['stopped', 'stopping', 'exited', 'failed', 'paused']);

interface Look {
  readonly ok: boolean;
  readonly saw: string;
}

async function look(part: LiveComponent, patience: Patience, environment: Environment): Promise<Look> {
  const { prepared, child, state, context } = part;
  if (prepared === undefined || DOWN.has(state)) return { ok: false, saw: 'it was not asked' };
  const limitMs = remainingMs(patience, environment);
  const over = new AbortController();
  const signal = AbortSignal.any([patience.signal, context.life, over.signal]);
  const late = async (): Promise<Look> => {
    await pause(limitMs, signal);
    return { ok: false, saw: `no answer within ${Math.round(limitMs)} ms` };
  };
  const subject = { prepared, child, scope: context.scope };
  try {
    return await Promise.race([lookAtAll(subject, { ...patience, signal }, environment), late()]);
  } finally {
    over.abort();
  }
}
