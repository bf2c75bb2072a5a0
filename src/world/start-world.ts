import { mkdir } from 'node:fs/promises';
import { extendMarker } from '#child';
import { leaseWorldPorts } from './lease-world-ports.ts';
import { LiveComponent } from './live-component.ts';
import { kindOf, openLiveContext } from './live-context.ts';
import { sortByRequirements } from './order.ts';
import { RunningWorld } from './running-world.ts';
import { startComponents } from './start-components.ts';
import type { StartWorld } from './types.ts';
import { makeWorldDirectories } from './world-directories.ts';

/**
 * Starts a world and returns it in whatever state it is when all components are ready, have failed, or the start was given up
 * by the signal: `blockedBy` tells, and `stop` is due in every case. Rejects only when the world could not be begun, and then
 * leaves nothing behind.
 */
export const startWorld: StartWorld = async (request, context, patience) => {
  const { emit, environment } = context;
  const components = sortByRequirements(request.components);
  const names = components.map((component) => component.name);
  emit({ kind: 'world-starting', world: request.id, suites: request.suites, components: names });
  const marker = extendMarker(context.marker, request.id);
  const directories = await makeWorldDirectories(context.tmpRoot, marker, components);
  context.watchdog.guard(directories.root);
  const life = new AbortController();
  const live = openLiveContext({ request, context, directories, marker, life: life.signal });
  const parts = new Map(components.map((spec) => [spec.name, new LiveComponent(spec, kindOf(spec, context), live)]));
  const world = new RunningWorld({ live, parts, directories, life });
  try {
    await mkdir(live.componentLogDir, { recursive: true });
    await world.listen();
    await leaseWorldPorts(parts, live, patience);
    await startComponents(parts, live, patience);
  } catch (error) {
    await world.stop();
    throw error;
  }
  const isReady = components.every((spec) => !spec.autostart || parts.get(spec.name)?.state === 'ready');
  const afterMs = Math.round(environment.monotonicMs() - live.startedMs);
  if (isReady) emit({ kind: 'world-ready', world: request.id, afterMs });
  return world;
};
