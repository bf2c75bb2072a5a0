import { listListeners } from '#child';
import type { ProcessScope } from '#child';
import type { Leak } from '#domain';
import { listForgotten } from './attempt-place.ts';
import type { AttemptPlace } from './attempt-place.ts';

/** What a suite left behind when its process had gone: found, named, and removed. */
export async function removeLeaks(scope: ProcessScope, place: AttemptPlace): Promise<readonly Leak[]> {
  const before = await scope.find();
  // Twice nothing is nothing: who forks at this very moment can hide from one look.
  if (before.length === 0 && (await scope.find()).length === 0) return forgotten(place);
  const pids = before.map(({ process }) => process.pid);
  const listeners = pids.length === 0 ? [] : listListeners(pids);
  const met = await scope.sweep();
  const processes = new Map(
    [...before, ...met].map((owned) => [`${owned.process.pid} ${owned.process.startTime}`, owned]),
  );
  return [
    ...[...processes.values()].map(({ process, signs }) => ({ kind: 'process', process, signs }) as const),
    ...listeners.map((listener) => ({ kind: 'listener', listener }) as const),
    ...forgotten(place),
  ];
}

function forgotten(place: AttemptPlace): readonly Leak[] {
  return listForgotten(place).map((path) => ({ kind: 'directory', path }));
}

/** One sentence for people. */
export function describeLeak(leak: Leak): string {
  if (leak.kind === 'process') return `process ${leak.process.pid} (${leak.process.argv.join(' ')})`;
  return leak.kind === 'listener'
    ? `listener ${leak.listener.protocol} ${leak.listener.address}`
    : `directory ${leak.path}`;
}
