import type { Child } from '#child';
import type { Prepared, Watch } from '#component';
import type { ComponentSpec, ComponentState } from '#domain';
import type { LiveContext } from './live-context.ts';
import { pause } from './waiting.ts';

/** What the watch needs to see of a component. */
export interface WatchedComponent {
  readonly spec: ComponentSpec;
  readonly context: LiveContext;
  readonly state: ComponentState;
  readonly child: Child | undefined;
  readonly prepared: Prepared | undefined;
}

/** Time that passed while this process was stopped (Ctrl-Z) proves nothing: so many looks do. */
const LEAST_LOOKS = 3;

/** Looks while the component is wanted; what stays unhealthy becomes an incident once, and ends when it is healthy again. */
export async function watchComponent(component: WatchedComponent, watch: Watch, signal: AbortSignal): Promise<void> {
  const { environment } = component.context;
  const conclude = makeConclusion(component, watch);
  while (!signal.aborted) {
    await pause(watch.everyMs, signal);
    const nowMs = environment.monotonicMs();
    // Paused on demand: nobody is to blame.
    const look = isWatched(component)
      ? await watch.look({ signal, deadlineMs: nowMs + watch.everyMs })
      : { healthy: true, saw: component.state };
    if (!signal.aborted) conclude(look, nowMs);
  }
}

type Look = Awaited<ReturnType<Watch['look']>>;

function makeConclusion(component: WatchedComponent, watch: Watch): (look: Look, nowMs: number) => void {
  const { context, spec } = component;
  let healthyMs = context.environment.monotonicMs();
  let badLooks = 0;
  let isOpen = false;
  return (look, nowMs) => {
    if (look.healthy) {
      if (isOpen) context.incidents.closeAll(spec.name, look.saw);
      [healthyMs, badLooks, isOpen] = [nowMs, 0, false];
      return;
    }
    badLooks += 1;
    if (isOpen || badLooks < LEAST_LOOKS || nowMs - healthyMs < watch.unhealthyAfterMs) return;
    isOpen = true;
    const text = `${spec.name} for ${Math.round((nowMs - healthyMs) / 1000)} s: ${look.saw}`;
    const logTail = component.child?.tail() ?? '';
    context.incidents.openIncident({ kind: watch.incident, component: spec.name, text, logTail });
  };
}

/** Supervised components are watched while they come and go; a loss of the others is told by its own incident. */
function isWatched({ state, prepared }: WatchedComponent): boolean {
  return state === 'ready' || (prepared?.restart.kind === 'supervised' && (state === 'exited' || state === 'starting'));
}
