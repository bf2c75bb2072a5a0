import type { ContactWitness } from '#contact';
import type { World } from '#world';
import type { EngineProcess } from './attempt-state.ts';

/** Who else than the relays can tell of the contact of one process: components that keep account of who came, and media that was left. */
export function openWitnesses({ witness }: EngineProcess, _world: World): readonly ContactWitness[] {
  return [
    {
      name: 'components and media',
      // Begun with the process itself, whether contact is asked for or not.
      begin: async () => Promise.resolve(),
      collect: async () => (await witness.collect()).findings,
    },
  ];
}
