import type { EdgeRefusal, TapHarvest, TapHub, TapPlan } from '#contact';
import { planTaps } from './plan-taps.ts';
import type { TapSubject, WantedTap } from './plan-taps.ts';
import type { PortLeases } from './port-leases.ts';

const NOTHING: TapHarvest = { traffic: [], exchanges: [], dropped: 0, relayPorts: [], listeners: [] };

interface TapContext extends TapSubject {
  readonly leases: PortLeases;
  readonly taps?: TapHub;
}

/** The relays of one world. Without a hub it has none, and everybody asks directly. */
export class WorldTaps {
  readonly #context: TapContext;
  readonly #hub: TapHub | undefined;
  #plans: readonly TapPlan[] = [];

  constructor(context: TapContext) {
    this.#context = context;
    this.#hub = context.taps;
  }

  get plans(): readonly TapPlan[] {
    return this.#plans;
  }

  /** After the components have their ports and before the first of them starts: their options are filled in with those of the relays. */
  async open(): Promise<void> {
    if (this.#hub === undefined) return;
    this.#plans = await Promise.all(planTaps(this.#context).map(async (wanted) => this.#lease(wanted)));
    await this.#hub.open(this.#plans);
  }

  /** Each listens from now on as its component does. */
  async look(): Promise<void> {
    if (this.#plans.length > 0) await this.#hub?.look(this.#context.request.id);
  }

  async retarget(component: string, portName: string, port: number): Promise<void> {
    const moved = this.#plans.filter((plan) => plan.component === component && plan.portName === portName);
    this.#plans = this.#plans.map((plan) => (moved.includes(plan) ? { ...plan, targetPort: port } : plan));
    for (const { key } of moved) await this.#hub?.retarget(key, port);
  }

  async refuse(edge: string): Promise<EdgeRefusal> {
    const plans = this.#plans.filter((plan) => plan.edge === edge && !plan.isShared);
    const isShared = this.#plans.some((plan) => plan.isShared && plan.component === plans[0]?.component);
    if (this.#hub === undefined) return { kind: 'not-refusable', why: 'relays are switched off' };
    if (plans.length === 0) return { kind: 'not-refusable', why: `no relay stands between the ends of ${edge}` };
    if (isShared && !this.#isRefusable(edge))
      return { kind: 'not-refusable', why: `some relays of ${edge} are the same for all who ask` };
    await this.#hub.refuse(plans.map(({ key }) => key));
    return { kind: 'refused', addresses: plans.map(({ listenPort }) => `127.0.0.1:${listenPort}`) };
  }

  async allow(edge: string): Promise<void> {
    await this.#hub?.allow(this.#plans.filter((plan) => plan.edge === edge).map(({ key }) => key));
  }

  async collect(): Promise<TapHarvest> {
    if (this.#hub === undefined || this.#plans.length === 0) return NOTHING;
    return this.#hub.collect(this.#context.request.id);
  }

  async drop(): Promise<void> {
    if (this.#plans.length > 0) await this.#hub?.drop(this.#context.request.id);
  }

  #isRefusable(edge: string): boolean {
    return this.#context.request.refusable?.includes(edge) === true;
  }

  async #lease({ plan, declaration, viewers }: WantedTap): Promise<TapPlan> {
    const { book, leases } = this.#context;
    const { component, portName, edge, isShared } = plan;
    const { name, protocol } = declaration;
    const wish = { component, declaration: { name, protocol }, edge: isShared ? `any>${component}` : edge };
    const listenPort = await leases.take(wish);
    const targetPort = book.portsOf(component)[portName] ?? 0;
    for (const viewer of viewers) book.setRelay(viewer, component, portName, listenPort);
    return { ...plan, listenPort, targetPort };
  }
}
