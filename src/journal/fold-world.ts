import type { IncidentState, Leak, RunEvent, WorldState } from '#domain';
import type { EventOf, Told } from './draft.ts';

/** Collects worlds and incidents, which tests only refer to. */
export class WorldFold {
  readonly #worlds = new Map<string, WorldState>();
  readonly #incidents = new Map<string, IncidentState>();

  get worlds(): readonly WorldState[] {
    return [...this.#worlds.values()];
  }

  get incidents(): readonly IncidentState[] {
    return [...this.#incidents.values()];
  }

  add(told: Told<RunEvent>): void {
    const { event, atMs, seq } = told;
    if (event.kind === 'world-starting') this.#startWorld(event, atMs);
    else if (event.kind === 'world-ready') this.#amend(event.world, { readyAfterMs: event.afterMs });
    else if (event.kind === 'world-stopped') this.#stopWorld(event);
    else if (event.kind === 'port-leased') this.#addPort(event, seq, atMs);
    else if (event.kind === 'component-state') this.#addState(event, seq, atMs);
    else if (event.kind === 'incident-opened') {
      this.#incidents.set(event.incident.id, { incident: event.incident, seq, openedAtMs: atMs });
    } else if (event.kind === 'incident-closed') this.#closeIncident(event.id, atMs);
  }

  #startWorld(event: EventOf<'world-starting'>, startedAtMs: number): void {
    const { world, suites, components } = event;
    this.#worlds.set(world, { world, suites, components, startedAtMs, survivors: [], ports: [], states: [] });
  }

  #stopWorld(event: EventOf<'world-stopped'>): void {
    const survivors: readonly Leak[] = event.survivors;
    this.#amend(event.world, { stopTookMs: event.tookMs, survivors });
  }

  #addPort({ world, component, name, port }: EventOf<'port-leased'>, seq: number, atMs: number): void {
    const ports = this.#worlds.get(world)?.ports ?? [];
    this.#amend(world, { ports: [...ports, { component, name, port, seq, atMs }] });
  }

  #addState({ world, component, state, pid, note }: EventOf<'component-state'>, seq: number, atMs: number): void {
    const states = this.#worlds.get(world)?.states ?? [];
    this.#amend(world, { states: [...states, { component, state, pid, note, seq, atMs }] });
  }

  #amend(world: string, more: Partial<WorldState>): void {
    const known = this.#worlds.get(world);
    if (known !== undefined) this.#worlds.set(world, { ...known, ...more });
  }

  #closeIncident(id: string, closedAtMs: number): void {
    const known = this.#incidents.get(id);
    if (known !== undefined) this.#incidents.set(id, { ...known, closedAtMs });
  }
}
