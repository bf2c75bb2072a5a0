import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { SocketTables } from '#child';
import { findClients } from './client-chains.ts';
import { ConnectionLog } from './connection-log.ts';
import type { LoggedConnection } from './connection-log.ts';
import { ListenerWatch } from './listener-watch.ts';
import { openReader } from './open-reader.ts';
import { Tap } from './tap.ts';
import type { TapHarvest, TapOrder, TapPlan, TapReply } from './tap-orders.ts';

/** While a component is down that was up a moment ago, or is to come up: it must be found as soon as without us. */
const EAGER_LOOK_MS = 10;
/** A server that a test opens for a moment is to be met all the same. */
const CALM_LOOK_MS = 30;
const EAGER_FOR_MS = 3000;
/** So many connections of a relay are asked at once in an attempt: it costs some milliseconds each time. */
const ASKED_AT_ONCE = 8;
/** A component on the same machine takes a connection at once, or stands still. */
const DECISION_MS = 200;
/** One look for all that connect at the same time, and seldom enough to cost little. */
const CLIENT_LOOK_MS = 2;
const CLIENT_REST_MS = 50;
/** Where a look is dear (many connections, a busy machine) it comes seldom: the relays have four fifths of the time. */
const REST_PER_LOOK = 4;

/** All taps of a run, in the process that relays. */
export class TapBoard {
  readonly #tables: SocketTables;
  readonly #taps = new Map<string, Tap>();
  readonly #logs = new Map<string, ConnectionLog>();
  readonly #watch: ListenerWatch;
  #looking: NodeJS.Timeout | undefined;
  #eagerUntilMs = 0;
  #clientLook: NodeJS.Timeout | undefined;
  #nextClientLookMs = 0;

  constructor(tables: SocketTables) {
    this.#tables = tables;
    this.#watch = new ListenerWatch(tables);
  }

  async carryOut(order: TapOrder): Promise<TapReply> {
    const { id } = order;
    const done = (unheard: readonly string[] = []): TapReply => ({ id, kind: 'done', unheard });
    switch (order.kind) {
      case 'open':
        order.taps.forEach((plan) => this.#open(plan));
        return done();
      case 'retarget':
        this.#taps.get(order.key)?.retarget(order.targetPort);
        return done();
      case 'look':
        return done(await this.#look(order.world));
      case 'refuse':
      case 'allow':
        return done(await this.#turn(order));
      case 'collect':
        this.#lookAtListeners();
        return { id, kind: 'harvest', harvest: await this.#harvest(order.world) };
      case 'drop':
        this.#drop(order.world);
        return done();
      default:
        return order satisfies never;
    }
  }

  /** Who came last may be in the queue of the kernel yet, or before a component that has not taken him. */
  async #harvest(world: string): Promise<TapHarvest> {
    const log = this.#logOf(world);
    await nextTurn();
    for (const endMs = performance.now() + DECISION_MS; log.isWaiting && performance.now() < endMs;) await pause(2);
    return { ...log.harvest(), listeners: this.#watch.since(world) };
  }

  #open(plan: TapPlan): void {
    const log = this.#logOf(plan.world);
    const tap = new Tap(plan, log, (connection) => {
      if (plan.isShared) this.#lookForClients();
      else if (plan.from === undefined && log.countOf(plan) <= ASKED_AT_ONCE) this.#askAtOnce(connection);
    });
    this.#taps.set(plan.key, tap);
    this.#schedule(true);
  }

  #drop(world: string): void {
    for (const [key, tap] of this.#taps) {
      if (tap.plan.world !== world) continue;
      tap.close();
      this.#taps.delete(key);
    }
    this.#logs.delete(world);
    this.#watch.forget(world);
  }

  #logOf(world: string): ConnectionLog {
    const log = this.#logs.get(world) ?? new ConnectionLog(openReader);
    this.#logs.set(world, log);
    return log;
  }

  async #turn({ kind, keys }: Extract<TapOrder, { kind: 'refuse' | 'allow' }>): Promise<readonly string[]> {
    for (const key of keys) this.#taps.get(key)?.[kind]();
    return kind === 'allow' ? this.#look() : [];
  }

  /** Each tap listens from now on as its component does. Returns those that could not. */
  async #look(world?: string): Promise<readonly string[]> {
    this.#schedule(true);
    const listening = this.#lookAtListeners();
    const followed = [...this.#taps.values()]
      .filter(({ plan }) => world === undefined || plan.world === world)
      .map(async (tap) => ((await tap.follow(listening)) ? [] : [tap.plan.key]));
    return (await Promise.all(followed)).flat();
  }

  #schedule(isEager = false): void {
    const nowMs = performance.now();
    if (isEager) {
      this.#eagerUntilMs = nowMs + EAGER_FOR_MS;
      clearTimeout(this.#looking);
      this.#looking = undefined;
    }
    if (this.#looking !== undefined || this.#taps.size === 0) return;
    const isDown = [...this.#taps.values()].some(({ isListening }) => !isListening);
    const everyMs = isDown && nowMs < this.#eagerUntilMs ? EAGER_LOOK_MS : CALM_LOOK_MS;
    this.#looking = setTimeout(() => void this.#lookAgain(), everyMs);
  }

  async #lookAgain(): Promise<void> {
    this.#looking = undefined;
    const listening = this.#lookAtListeners();
    const before = this.#countListening();
    await Promise.all([...this.#taps.values()].map(async (tap) => tap.follow(listening)));
    this.#schedule(this.#countListening() < before);
  }

  /** Port → inode of who listens there. */
  #lookAtListeners(): ReadonlyMap<number, number> {
    const sockets = this.#tables.listTcpListeners();
    const taps = [...this.#taps.values()].map(({ plan }) => plan);
    this.#watch.look(sockets, {
      own: new Set(taps.map(({ listenPort }) => listenPort)),
      components: new Set(taps.map(({ targetPort }) => targetPort)),
    });
    return new Map(sockets.map(({ port, inode }) => [port, inode]));
  }

  #countListening(): number {
    return [...this.#taps.values()].filter(({ isListening }) => isListening).length;
  }

  /** Who comes over a relay of the suite may be a proxy of it: only where somebody else listens at all, and before he can have gone. */
  #askAtOnce(connection: LoggedConnection): void {
    this.#lookAtListeners();
    if (this.#watch.hasStrangers) findClients([connection], this.#tables);
  }

  #lookForClients(): void {
    if (this.#clientLook !== undefined) return;
    const restMs = this.#nextClientLookMs - performance.now();
    this.#clientLook = setTimeout(
      () => {
        this.#clientLook = undefined;
        const startedMs = performance.now();
        findClients(
          [...this.#logs.values()].flatMap(({ unknown }) => unknown),
          this.#tables,
        );
        const endedMs = performance.now();
        this.#nextClientLookMs = endedMs + Math.max(CLIENT_REST_MS, (endedMs - startedMs) * REST_PER_LOOK);
      },
      Math.max(CLIENT_LOOK_MS, restMs),
    );
  }
}
