import type { ChildEnd, Emit, Evidence, Incident, IncidentKind } from '#domain';

export interface IncidentInput {
  readonly kind: IncidentKind;
  /** Absent for facts of the host. */
  readonly component?: string;
  readonly text: string;
  readonly end?: Pick<ChildEnd, 'code' | 'signal' | 'cause'>;
  readonly logTail?: string;
  readonly evidence?: readonly Evidence[];
  readonly facts?: Readonly<Record<string, string>>;
  readonly intended?: boolean;
}

const LOG_TAIL_CHARACTERS = 2048;

/** What stays true for the component that it happened to, although the component is gone for good reasons. */
const HARMLESS: ReadonlySet<IncidentKind> = new Set(['component-not-stopped']);

/** The incidents of one world, told once when they open and once when they end. */
export class IncidentBook {
  private readonly world: string;
  private readonly emit: Emit;
  private readonly open = new Map<string, Incident>();
  private readonly listeners = new Set<(incident: Incident) => void>();
  private count = 0;

  constructor(world: string, emit: Emit) {
    this.world = world;
    this.emit = emit;
  }

  /** Components with an unintended incident, an empty name for the host. */
  private readonly unintended = new Set<string>();

  /** True once any unintended incident was opened, of another component than these. */
  hasUnintended(except: readonly string[] = []): boolean {
    return [...this.unintended].some((component) => !except.includes(component));
  }

  openIncident(input: IncidentInput): Incident {
    this.count += 1;
    const incident: Incident = {
      id: `${this.world}.i${this.count}`,
      kind: input.kind,
      world: this.world,
      ...(input.component === undefined ? {} : { component: input.component }),
      text: input.text,
      ...describeFacts(input),
      logTail: (input.logTail ?? '').slice(-LOG_TAIL_CHARACTERS),
      evidence: input.evidence ?? [],
      intended: input.intended ?? false,
    };
    this.open.set(incident.id, incident);
    this.emit({ kind: 'incident-opened', incident });
    if (!incident.intended) {
      this.unintended.add(incident.component ?? '');
      if (!HARMLESS.has(incident.kind)) for (const tell of this.listeners) tell(incident);
    }
    return incident;
  }

  /** All that is open for a component has ended, because it was proved ready again. */
  closeAll(component: string, note: string): void {
    for (const incident of this.open.values()) {
      if (incident.component !== component) continue;
      this.open.delete(incident.id);
      this.emit({ kind: 'incident-closed', id: incident.id, note });
    }
  }

  firstOpen(components: readonly string[]): Incident | undefined {
    return [...this.open.values()].find((incident) => isLoss(incident, components));
  }

  /** The first loss of one of the components from now on; never settles when the signal ends the wait. */
  async waitForLoss(components: readonly string[], signal: AbortSignal): Promise<Incident> {
    return new Promise((resolve) => {
      const forget = (): void => {
        this.listeners.delete(tell);
        signal.removeEventListener('abort', forget);
      };
      const tell = (incident: Incident): void => {
        if (!isLoss(incident, components)) return;
        forget();
        resolve(incident);
      };
      if (signal.aborted) return;
      this.listeners.add(tell);
      signal.addEventListener('abort', forget, { once: true });
      const already = this.firstOpen(components);
      if (already !== undefined) tell(already);
    });
  }
}

/** A signal that we sent because of a limit says nothing about the component; the limit does. */
function describeFacts({ end, facts = {} }: IncidentInput): Pick<Incident, 'exit' | 'facts'> {
  const isLimit = end?.cause.endsWith('-limit') ?? false;
  const all = isLimit ? { ...facts, stoppedAt: end?.cause ?? '' } : facts;
  return {
    ...(Object.keys(all).length === 0 ? {} : { facts: all }),
    ...(end === undefined || isLimit ? {} : { exit: { code: end.code, signal: end.signal } }),
  };
}

function isLoss(incident: Incident, components: readonly string[]): boolean {
  return !incident.intended && !HARMLESS.has(incident.kind) && components.includes(incident.component ?? '');
}
