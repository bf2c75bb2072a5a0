import { describeHang, takeHangSnapshot } from '#child';
import type { Child } from '#child';
import { present } from '#domain';
import type { Environment, Frame, HangFact } from '#domain';
import type { WaitingEvent } from './attempt-intake.ts';
import type { World } from '#world';
import { makeHangFacts, ownFrame } from './hang-facts.ts';
import type { KnownPorts } from './hang-facts.ts';

type OwnerOf = (port: number) => string | undefined;

export function portsOf(world: World | undefined): KnownPorts {
  return { ownerOf: (port) => world?.ownerOf(port), behind: (port) => world?.contact.behind(port) };
}

/** `127.0.0.1:8554 (component mediamtx)`: the name that a person knows beside the number that the kernel knows. */
export function describePeer(address: string, port: number, ownerOf: OwnerOf): string {
  const owner = ownerOf(port);
  return owner === undefined ? `${address}:${port}` : `${address}:${port} (component ${owner})`;
}

/** What the framework itself saw when it gave a test up. */
export function describeWaiting(event: WaitingEvent, ownerOf: OwnerOf): string {
  const peers = event.peers.map(({ address, port }) => describePeer(address, port, ownerOf));
  const what = [...peers.map((peer) => `connected to ${peer}`), ...(event.note === '' ? [] : [event.note])];
  return what.length === 0 ? 'waiting with no open connection' : `waiting, ${what.join(', ')}`;
}

export interface Timeout {
  readonly text: string;
  /** Where a Node program of the suite was computing: the innermost frame that is no library's. */
  readonly busy?: Frame;
}

export interface TimeoutSeen {
  readonly timeout: Timeout;
  readonly facts: readonly HangFact[];
}

/** What each process of a suite was doing when its time was up: where it was busy, or what it waited for. */
export async function describeTimeout(
  environment: Environment,
  child: Child,
  { ownerOf, behind }: KnownPorts,
): Promise<TimeoutSeen> {
  // Before the snapshot: Node says on stderr that a debugger came.
  const last = child.tail().trim().split('\n').at(-1) ?? '';
  const snapshot = await takeHangSnapshot(environment, child, behind);
  const sentences = describeHang(snapshot, (port) => {
    const owner = ownerOf(port);
    return owner === undefined ? undefined : `component ${owner}`;
  });
  const text = [...sentences, ...(last === '' ? [] : [`last output: ${last}`])].join('; ');
  const frames = snapshot.find((hung) => hung.frames !== undefined)?.frames ?? [];
  return {
    timeout: { text, ...present({ busy: ownFrame(frames) }) },
    facts: makeHangFacts(snapshot, ownerOf),
  };
}
