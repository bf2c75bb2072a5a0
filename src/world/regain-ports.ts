import { findPortOwner } from '#child';
import type { StartFailure } from '#component';
import type { ComponentSpec, PortDeclaration } from '#domain';
import type { LiveContext } from './live-context.ts';
import { describeListener } from './port-leases.ts';

/** What became of a start whose address was taken. `held` = nothing that another lease could mend. */
export type Regained =
  | { readonly kind: 'regained' }
  | { readonly kind: 'held'; readonly text: string }
  | { readonly kind: 'not-ours' };

/** New leases for the ports that a stranger took between our probe and the start. */
export async function regainPorts(spec: ComponentSpec, failure: StartFailure, context: LiveContext): Promise<Regained> {
  const ports = context.book.portsOf(spec.name);
  const own = spec.declares.ports.filter((port) => port.foreign !== true);
  const lost = findLostPorts(own, ports, failure.takenPort);
  if (lost.length === 0) return describeFixedPort(spec.name, failure);
  const pinned = lost.find((port) => port.pinned !== undefined);
  if (pinned?.pinned !== undefined) {
    return {
      kind: 'held',
      text: `port ${pinned.pinned} of ${spec.name} is held by ${describeListener(pinned.pinned)}`,
    };
  }
  for (const declaration of lost) {
    const port = await context.leases.replace({ component: spec.name, declaration }, ports[declaration.name] ?? 0);
    context.book.setPort(spec.name, declaration.name, port);
    await context.relays.retarget(spec.name, declaration.name, port);
  }
  return { kind: 'regained' };
}

/** The one that the log names; without a name those that somebody listens on, or all when it was only for a moment. */
function findLostPorts(
  own: readonly PortDeclaration[],
  ports: Readonly<Record<string, number>>,
  taken: number | undefined,
): readonly PortDeclaration[] {
  const named = own.filter(
    (port) => ports[port.name] === taken || (port.pair === true && ports[port.name] === (taken ?? 0) - 1),
  );
  // A number that somebody holds and that is none of ours: the component has it from elsewhere.
  if (named.length > 0 || (taken !== undefined && isHeld(taken))) return named;
  const held = own.filter((port) => isHeld(ports[port.name] ?? 0));
  return held.length === 0 ? own.filter((port) => port.pinned === undefined) : held;
}

function isHeld(port: number): boolean {
  return findPortOwner('tcp', port).kind !== 'free' || findPortOwner('udp', port).kind !== 'free';
}

/** It wanted a number that it was not given: no lease of ours can help. */
function describeFixedPort(component: string, { takenPort }: StartFailure): Regained {
  if (takenPort === undefined) return { kind: 'not-ours' };
  const holder = describeListener(takenPort);
  return {
    kind: 'held',
    text: `${component} wants port ${takenPort}, which is none of its leases, and it is held by ${holder}`,
  };
}
