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

/** Looks while the component is wanted; what stays unhealthy becomes an incident once, and ends when it is healthy again. */
export async function watchComponent(component: WatchedComponent, watch: Watch, signal: AbortSignal): Promise<void> {
  const { environment, incidents } = component.context;
  const name = component.spec.name;
  let healthyMs = environment.monotonicMs();
  let isOpen = false;
  while (!signal.aborted) {
    await pause(watch.everyMs, signal);
    const nowMs = environment.monotonicMs();
    // Paused on demand: nobody is to blame.
    const look = isWatched(component)
      ? await watch.look({ signal, deadlineMs: nowMs + watch.everyMs })
      : { healthy: true, saw: component.state };
    if (signal.aborted) return;
    if (look.healthy) {
      healthyMs = nowMs;
      if (isOpen) incidents.closeAll(name, look.saw);
      isOpen = false;
    } else if (!isOpen && nowMs - healthyMs >= watch.unhealthyAfterMs) {
      isOpen = true;
      const text = `${name} for ${Math.round((nowMs - healthyMs) / 1000)} s: ${look.saw}`;
      const logTail = component.child?.tail() ?? '';
      incidents.openIncident({ kind: watch.incident, component: name, text, logTail });
    }
  }
}

/** Supervised components are watched while they come and go; a loss of the others is told by its own incident. */
function isWatched({ state, prepared }: WatchedComponent): boolean {
  return state === 'ready' || (prepared?.restart.kind === 'supervised' && (state === 'exited' || state === 'starting'));
}
