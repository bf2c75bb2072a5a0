import { timeCommand } from './command.ts';
import { MOCHA, findVitest } from './peers.ts';
import { inPlace } from './place.ts';
import type { Place } from './place.ts';
import type { BenchOptions, Measured, Row } from './row.ts';
import { describeRatio, interleave, ratioOfPairs } from './statistics.ts';
import { vitestCommand } from './trivial-project.ts';

const TESTS = 20_000;
const BODY = `describe('many', () => { for (let number = 0; number < ${TESTS}; number += 1) it('test ' + number, () => {}); });\n`;

export const manyTests: Row = {
  name: 'many-tests',
  what: '20,000 tests in one file, over the bare file',
  target: '≤ 6×, each result in the journal',
  how: 'the bare file calls the same 20,000 functions without a framework; the ends in the journal are counted',
  measure: async (options) => inPlace(async (place) => measureAll(place, options)),
};

async function measureAll(place: Place, { rounds, say }: BenchOptions): Promise<Measured> {
  const bare = place.write('bare.cjs', `const it = (title, body) => body(); const describe = it;\n${BODY}`);
  const mocha = place.write('mocha-many.cjs', BODY);
  const node = place.write('node-many.cjs', `const { describe, it } = require('node:test');\n${BODY}`);
  place.configure({ suites: [{ name: 'many', engine: 'mocha', files: [mocha], lane: 'unit', timeout: '5m' }] });
  const vitest = await findVitest();
  const figures = await interleave(
    rounds,
    {
      bare: async () => timeCommand([process.execPath, bare]),
      reality: async () => runAndCount(place),
      mocha: async () => timeCommand([process.execPath, MOCHA, '--reporter', 'dot', mocha]),
      ...(vitest.kind === 'there' && {
        vitest: async () => timeCommand(vitestCommand(vitest.program, place, 'mocha-many.cjs')),
      }),
      'node --test': async () => timeCommand([process.execPath, '--test', node]),
    },
    say,
  );
  const ratioOf = (name: string): number => ratioOfPairs(figures[name] ?? [], figures['bare'] ?? []);
  const peers = Object.keys(figures).filter((name) => name !== 'bare' && name !== 'reality');
  const told = peers.map((name) => `${name} ${describeRatio(ratioOf(name))}`);
  const missing = vitest.kind === 'there' ? [] : [`vitest: peer not available: ${vitest.why}`];
  const ours = ratioOf('reality');
  return { value: `${describeRatio(ours)} (${[...told, ...missing].join(', ')})`, met: ours <= 6 };
}

async function runAndCount(place: Place): Promise<number> {
  const tookMs = await place.reality('run', '--all');
  const ended = place.records().filter(({ event }) => event.kind === 'test-ended').length;
  if (ended !== TESTS) throw new Error(`${ended} of ${TESTS} results are in the journal`);
  return tookMs;
}
