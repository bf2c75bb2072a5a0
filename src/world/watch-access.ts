import { startAccessWitness } from '#contact';
import type { AccessWitness } from '#contact';
import type { ComponentSpec } from '#domain';
import type { LiveContext } from './live-context.ts';
import { kindOf } from './live-context.ts';
import type { WorldContext } from './types.ts';

/** For a world of which a component asks it; undefined for all others. */
export async function openAccessWitness(
  components: readonly ComponentSpec[],
  context: WorldContext,
): Promise<AccessWitness | undefined> {
  return listAsking(components, context).length === 0 ? undefined : startAccessWitness(context.environment.wallClockMs);
}

/** Who cannot ask lets nobody in: that is our fault, and nobody else is to be blamed for what follows. */
export function watchAccessWitness(components: readonly ComponentSpec[], live: LiveContext): void {
  const { accessWitness } = live;
  if (accessWitness !== undefined) void tellLoss(listAsking(components, live), accessWitness, live);
}

async function tellLoss(
  asking: readonly ComponentSpec[],
  { lost }: AccessWitness,
  { incidents }: LiveContext,
): Promise<void> {
  const why = await lost;
  for (const { name } of asking) {
    const text = `${name} lets nobody in any more: ${why}, which is of this harness and not of ${name}`;
    incidents.openIncident({ kind: 'harness-fault', component: name, text });
  }
}

function listAsking(
  components: readonly ComponentSpec[],
  context: Pick<WorldContext, 'kinds'>,
): readonly ComponentSpec[] {
  return components.filter((spec) => kindOf(spec, context).asksAccess?.(spec.options) ?? false);
}
