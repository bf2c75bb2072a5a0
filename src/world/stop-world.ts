import { findPortOwner, identifyProcess, removeDirectory } from '#child';
import type { Leak } from '#domain';
import type { LiveComponent } from './live-component.ts';
import type { LiveContext } from './live-context.ts';
import { requirementsOf } from './order.ts';
import { isPortFree } from './port-lease.ts';
import { LOOPBACK } from './port-leases.ts';

/** All that a world has to be done with it. */
const BUDGET_MS = 5000;
/** Kept back for the sweep and the last look. */
const RESERVE_MS = 500;

/** Each after all that require it, the others at the same time; each within its own grace and what is left of the budget. */
export async function stopComponents(
  live: ReadonlyMap<string, LiveComponent>,
  context: LiveContext,
  hurry: AbortSignal,
): Promise<void> {
  const { environment } = context;
  const endMs = environment.monotonicMs() + BUDGET_MS - RESERVE_MS;
  const stops = new Map<string, Promise<void>>();
  const stopAfterDependents = async (component: LiveComponent): Promise<void> => {
    const dependents = [...live.values()].filter((other) => requirementsOf(other.spec).includes(component.spec.name));
    await Promise.all(dependents.map(stopOnce));
    const graceMs = Math.max(0, Math.min(component.prepared?.stop.graceMs ?? 0, endMs - environment.monotonicMs()));
    await stopOne(component, graceMs, hurry);
    await component.prepared?.afterEnd?.();
  };
  const stopOnce = async (component: LiveComponent): Promise<void> => {
    const known = stops.get(component.spec.name) ?? stopAfterDependents(component);
    stops.set(component.spec.name, known);
    return known;
  };
  await Promise.all([...live.values()].map(stopOnce));
}

async function stopOne(component: LiveComponent, graceMs: number, hurry: AbortSignal): Promise<void> {
  const killNow = (): void => void component.child?.stop('asked', { graceMs: 0 });
  hurry.addEventListener('abort', killNow, { once: true });
  const end = await component.stop(hurry.aborted ? 0 : graceMs);
  hurry.removeEventListener('abort', killNow);
  // Only who had all of its own grace can be said not to have stopped: what the budget cut short is our doing.
  const hadItsGrace = graceMs > 0 && graceMs >= (component.prepared?.stop.graceMs ?? 0);
  if (end?.signal === 'SIGKILL' && hadItsGrace && !hurry.aborted) component.tellNotStopped(end, graceMs);
}

/**
 * Kills what is left, frees the ports, removes the root, and looks whether all of it is true. Only ports that were ours in fact
 * are looked at: what a stranger took before us is none of ours.
 */
export async function verifyGone(context: LiveContext, root: string | undefined): Promise<readonly Leak[]> {
  const { scope, leases, provedPorts } = context;
  await scope.sweep();
  const isRemoved = root === undefined || (await removeDirectory(root));
  const processes = (await scope.find()).map((owned): Leak => ({ kind: 'process', ...owned }));
  const listeners = (await Promise.all([...provedPorts].map(findListener))).flat();
  await leases.releaseAll();
  return [...processes, ...listeners, ...(isRemoved ? [] : [{ kind: 'directory', path: root } as const])];
}

/** A port that can be bound has no listener; only for the others it is worth asking who that is. */
async function findListener(port: number): Promise<readonly Leak[]> {
  if (await isPortFree(port, LOOPBACK)) return [];
  return (['tcp', 'udp'] as const).flatMap((protocol): readonly Leak[] => {
    const found = findPortOwner(protocol, port);
    if (found.kind === 'free' || isOlderThanUs(found)) return [];
    const owner = found.kind === 'held' ? { owner: found.owner } : {};
    return [{ kind: 'listener', listener: { protocol, address: found.address, ...owner } }];
  });
}

/** Who ran before this run began is a stranger who took the port; anybody later may be a daemon of ours. */
function isOlderThanUs(found: ReturnType<typeof findPortOwner>): boolean {
  const self = identifyProcess(process.pid);
  return found.kind === 'held' && self !== undefined && found.owner.startTime < self.startTime;
}
