import type { Patience } from '#domain';
import { ensureAhead } from './ahead-runs.ts';
import type { LiveComponent } from './live-component.ts';
import { sharedDirOf } from './live-context.ts';
import type { LiveContext } from './live-context.ts';
import { requirementsOf } from './order.ts';

/** Each as soon as all that it requires is ready. What is left to a suite counts as there: the suite will start it. */
export async function startComponents(
  live: ReadonlyMap<string, LiveComponent>,
  context: LiveContext,
  patience: Patience,
): Promise<void> {
  const starts = new Map<string, Promise<boolean>>();
  // The map is in the order of requirements: what is looked up was put in before.
  for (const [name, component] of live) {
    const required = requirementsOf(component.spec).map((each) => ({ name: each, isReady: starts.get(each) }));
    const start = async (): Promise<boolean> => {
      if (component.state === 'failed') return false;
      const ahead = prepareAhead(component, context);
      const missing: string[] = [];
      for (const { name: other, isReady } of required) if ((await isReady) === false) missing.push(other);
      if (!component.spec.autostart) return true;
      const trouble = await ahead;
      if (missing.length > 0) {
        if (!patience.signal.aborted) component.enter('failed', `not started: ${missing.join(', ')} not ready`);
        return false;
      }
      if (trouble !== undefined) {
        component.fail({ kind: 'component-refused-to-start', component: name, text: trouble });
        return false;
      }
      return component.start(patience);
    };
    starts.set(name, start());
  }
  await Promise.all(starts.values());
}

async function prepareAhead({ spec, kind }: LiveComponent, context: LiveContext): Promise<string | undefined> {
  const { dirs, tools, environment } = context;
  const preparations =
    kind.makeAhead?.({ options: spec.options, dirs, sharedDir: sharedDirOf(context), tools, environment }) ?? [];
  return ensureAhead(preparations, spec.name, context);
}
