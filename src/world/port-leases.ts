import getPort from 'get-port';
import { findPortOwner, readProcess } from '#child';
import { RealityError, present, remainingMs } from '#domain';
import type { Emit, Environment, Patience, PortDeclaration } from '#domain';
import { askPortHolder, holdPort, isPortFree } from './port-lease.ts';
import type { PortLease } from './port-lease.ts';
import { readPortRange } from './port-range.ts';
import type { PortRange } from './port-range.ts';
import { pause } from './waiting.ts';

export const LOOPBACK = '127.0.0.1';
const CANDIDATES_PER_ROUND = 16;
const MAX_ROUNDS = 40;
const RETRY_MS = 5;

export interface LeaseContext {
  readonly environment: Environment;
  readonly emit: Emit;
  readonly world: string;
  /** What a world that waits for a pinned port is told about us. */
  readonly holder: string;
}

/** Where a component wants a port. */
export interface PortWish {
  readonly component: string;
  readonly declaration: PortDeclaration;
  /** The edge for which a relay of ours listens there. */
  readonly edge?: string;
}

export type PinResult = { readonly kind: 'leased' } | { readonly kind: 'held'; readonly by: string };

/** All ports of one world, held until it ends. */
export class PortLeases {
  private readonly context: LeaseContext;
  private readonly held = new Map<string, readonly PortLease[]>();
  private range: PortRange | undefined;

  constructor(context: LeaseContext) {
    this.context = context;
  }

  /** A port that nobody on this host has or was promised; the even one of two for a pair. */
  async take(wish: PortWish): Promise<number> {
    this.range ??= await readPortRange();
    const isPair = wish.declaration.pair === true;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const port = await getPort({ port: this.drawCandidates(this.range, isPair), host: LOOPBACK });
      if (port < this.range.from || port > this.range.to) continue;
      const leases = await this.holdAll(isPair ? [port, port + 1] : [port]);
      if (leases === undefined) continue;
      this.keep(wish, port, leases);
      return port;
    }
    const { from, to } = this.range;
    throw new RealityError('host-not-ready', `no free port between ${from} and ${to} after ${MAX_ROUNDS} rounds`);
  }

  /** Waits while another world holds the same number; a stranger who listens there is not waited for. */
  async pin(wish: PortWish, port: number, patience: Patience, onWait: (by: string) => void): Promise<PinResult> {
    const { environment } = this.context;
    for (;;) {
      const lease = await holdPort(port, this.context.holder);
      if (lease !== undefined) {
        if (await isPortFree(port, LOOPBACK)) {
          this.keep(wish, port, [lease]);
          return { kind: 'leased' };
        }
        await lease.release();
        return { kind: 'held', by: describeListener(port) };
      }
      const holder = await askPortHolder(port);
      if (holder === undefined) {
        // Gone between the two questions; the kernel may still be closing what it held.
        if (patience.signal.aborted || remainingMs(patience, environment) === 0)
          return { kind: 'held', by: 'nobody to be asked' };
        await pause(RETRY_MS, patience.signal);
        continue;
      }
      onWait(holder.text);
      const isReleased = await waitFor(holder.released, patience, environment);
      holder.forget();
      if (!isReleased) return { kind: 'held', by: holder.text };
    }
  }

  /** Another port instead of one that was lost to a stranger. */
  async replace(wish: PortWish, lost: number): Promise<number> {
    const { emit, world } = this.context;
    const holder = describeListener(lost);
    emit({ kind: 'port-lost', world, component: wish.component, name: wish.declaration.name, port: lost, holder });
    const before = this.held.get(keyOf(wish)) ?? [];
    const port = await this.take(wish);
    await Promise.all(before.map(async (lease) => lease.release()));
    return port;
  }

  async releaseAll(): Promise<void> {
    const leases = [...this.held.values()].flat();
    this.held.clear();
    await Promise.all(leases.map(async (lease) => lease.release()));
  }

  private keep(wish: PortWish, port: number, leases: readonly PortLease[]): void {
    this.held.set(keyOf(wish), leases);
    const { emit, world } = this.context;
    const { component, declaration, edge } = wish;
    emit({ kind: 'port-leased', world, component, name: declaration.name, port, ...present({ edge }) });
  }

  private async holdAll(ports: readonly number[]): Promise<readonly PortLease[] | undefined> {
    const leases: PortLease[] = [];
    for (const port of ports) {
      const lease = await holdPort(port, this.context.holder);
      if (lease !== undefined) leases.push(lease);
      if (lease === undefined || !(await isPortFree(port, LOOPBACK))) {
        await Promise.all(leases.map(async (each) => each.release()));
        return undefined;
      }
    }
    return leases;
  }

  private drawCandidates({ from, to }: PortRange, isPair: boolean): readonly number[] {
    const size = to - from;
    return Array.from({ length: CANDIDATES_PER_ROUND }, () => {
      const port = from + (Number.parseInt(this.context.environment.randomHex(4), 16) % size);
      return isPair ? port - (port % 2) : port;
    }).filter((port) => port >= from);
  }
}

/** Who listens on a port, in words: the process, or at least the address. */
export function describeListener(port: number): string {
  for (const protocol of ['tcp', 'udp'] as const) {
    const found = findPortOwner(protocol, port);
    if (found.kind === 'unknown') return `a process of another user at ${found.address}`;
    if (found.kind === 'held') {
      const argv = readProcess(found.owner.pid)?.argv.join(' ') ?? '';
      return `pid ${found.owner.pid} (${argv.slice(0, 120)}) at ${found.address}`;
    }
  }
  return 'nobody any more';
}

function keyOf(wish: PortWish): string {
  return `${wish.component} ${wish.declaration.name} ${wish.edge ?? ''}`;
}

async function waitFor(event: Promise<void>, patience: Patience, environment: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isThere: boolean): void => {
      clearTimeout(timer);
      patience.signal.removeEventListener('abort', giveUp);
      resolve(isThere);
    };
    const giveUp = (): void => settle(false);
    const timer = setTimeout(giveUp, remainingMs(patience, environment));
    patience.signal.addEventListener('abort', giveUp, { once: true });
    if (patience.signal.aborted) giveUp();
    void event.then(() => settle(true));
  });
}
