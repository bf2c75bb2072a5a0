import { timeCommand } from './command.ts';
import { MOCHA, findVitest } from './peers.ts';
import { inPlace } from './place.ts';
import type { Place } from './place.ts';
import type { BenchOptions, Measured, Row } from './row.ts';
import { describeRatio, interleave, ratioOfPairs } from './statistics.ts';
import { vitestCommand, writeTrivialFiles } from './trivial-project.ts';

export const trivialFiles: Row = {
  name: 'trivial-files',
  what: 'trivial isolated files, wall over bare children',
  target: '≤ 1.6× in lane unit',
  how:
    'one test per file, one file at a time, each in a process of its own; journal, leak check and deadline on; ' +
    'the bare children run an empty file',
  measure: async (options) => inPlace(async (place) => measureAll(place, options)),
};

async function measureAll(place: Place, { files, rounds, say }: BenchOptions): Promise<Measured> {
  const { bare, mocha, node } = writeTrivialFiles(place, files);
  const vitest = await findVitest();
  const one = [process.execPath, '--test', '--test-concurrency=1', ...node];
  const figures = await interleave(
    rounds,
    {
      bare: async () => timeEach(bare, (file) => [process.execPath, file]),
      reality: async () => place.reality('run', '--all', '-j', '1'),
      'node --test': async () => timeCommand(one),
      ...(vitest.kind === 'there' && {
        'vitest forks': async () => timeCommand(vitestCommand(vitest.program, place, 'mocha-*.cjs')),
      }),
      'mocha per file': async () => timeEach(mocha, (file) => [process.execPath, MOCHA, file]),
    },
    say,
  );
  const ratioOf = (name: string): number => ratioOfPairs(figures[name] ?? [], figures['bare'] ?? []);
  const peers = Object.keys(figures).filter((name) => name !== 'bare' && name !== 'reality');
  const told = peers.map((name) => `${name} ${describeRatio(ratioOf(name))}`);
  const missing = vitest.kind === 'there' ? [] : [`vitest: peer not available: ${vitest.why}`];
  const ours = ratioOf('reality');
  return {
    value: `${describeRatio(ours)} with ${files} files (${[...told, ...missing].join(', ')})`,
    met: ours <= 1.6,
  };
}

async function timeEach(files: readonly string[], command: (file: string) => readonly string[]): Promise<number> {
  const startedMs = performance.now();
  for (const file of files) await timeCommand(command(file));
  return performance.now() - startedMs;
}
