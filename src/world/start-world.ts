import { mkdir } from 'node:fs/promises';
import { extendMarker } from '#child';
import { present } from '#domain';
import type { ComponentSpec } from '#domain';
import { describeHostFault, makeBlockedWorld } from './blocked-world.ts';
import { IncidentBook } from './incident-book.ts';
import { leaseWorldPorts } from './lease-world-ports.ts';
import { LiveComponent } from './live-component.ts';
import { kindOf, openLiveContext } from './live-context.ts';
import { sortByRequirements } from './order.ts';
import { openAccessWitness, watchAccessWitness } from './watch-access.ts';
import { RunningWorld } from './running-world.ts';
import { startComponents } from './start-components.ts';
import type { StartWorld, World, WorldContext, WorldRequest } from './types.ts';
import { makeWorldDirectories } from './world-directories.ts';

/**
 * Starts a world and returns it in whatever state it is when all components are ready, have failed, or the start was given up
 * by the signal: `blockedBy` tells, and `stop` is due in every case. Where the machine cannot have one (no room, no port) the
 * world blocks every suite. Rejects only for faults of ours, and then leaves nothing behind.
 */
export const startWorld: StartWorld = async (request, context, patience) => {
  const { emit, environment } = context;
  const components = sortByRequirements(request.components);
  const names = components.map((component) => component.name);
  emit({ kind: 'world-starting', world: request.id, suites: request.suites, components: names });
  let world: RunningWorld | undefined;
  try {
    world = await beginWorld(components, request, context);
    await mkdir(world.live.componentLogDir, { recursive: true });
    await world.listen();
    await leaseWorldPorts(world.parts, world.live, patience);
    await world.taps.open();
    await startComponents(world.parts, world.live, patience);
  } catch (error) {
    return blockWorld(error, world, { request, context });
  }
  const { live, parts } = world;
  const isReady = components.every((spec) => !spec.autostart || parts.get(spec.name)?.state === 'ready');
  const afterMs = Math.round(environment.monotonicMs() - live.startedMs);
  if (isReady) emit({ kind: 'world-ready', world: request.id, afterMs });
  return world;
};

/** From its private root on there is something to be stopped. */
async function beginWorld(
  components: readonly ComponentSpec[],
  request: WorldRequest,
  context: WorldContext,
): Promise<RunningWorld> {
  const marker = extendMarker(context.marker, request.id);
  const { tmpRoot, watchdog } = context;
  const directories = await makeWorldDirectories({ tmpRoot, marker, components, guard: watchdog.guard });
  const life = new AbortController();
  const accessWitness = await openAccessWitness(components, context);
  const witnessed = present({ accessWitness });
  const live = openLiveContext({ request, context, directories, marker, life: life.signal, ...witnessed });
  watchAccessWitness(components, live);
  const parts = new Map(components.map((spec) => [spec.name, new LiveComponent(spec, kindOf(spec, context), live)]));
  return new RunningWorld({ live, parts, directories, life });
}

async function blockWorld(
  error: unknown,
  world: RunningWorld | undefined,
  { request, context }: { readonly request: WorldRequest; readonly context: WorldContext },
): Promise<World> {
  const incidents = world?.live.incidents ?? new IncidentBook(request.id, context.emit);
  const incident = describeHostFault(error, incidents);
  await world?.stop();
  if (incident === undefined) throw error;
  // The stop of a world that was begun has been told by itself.
  return makeBlockedWorld(request, incident, world === undefined ? context.emit : () => undefined);
}
