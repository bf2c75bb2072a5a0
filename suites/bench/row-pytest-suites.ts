import { join } from 'node:path';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { timeCommand } from './command.ts';
import { inPlace } from './place.ts';
import type { Place } from './place.ts';
import type { BenchOptions, Measured, Row } from './row.ts';
import { describeRatio, interleave, ratioOfPairs } from './statistics.ts';

const SUITES = 5;
/** With the start of pytest, a suite of two seconds. */
const SUITE = `import time
import pytest
@pytest.mark.parametrize("number", range(100))
def test_many(number):
    time.sleep(0.015)
`;

export const pytestSuites: Row = {
  name: 'pytest-suites',
  what: `${SUITES} pytest suites of 2 s and 100 tests each, over bare pytest called as often`,
  target: '≤ 1.1×',
  how: 'one `reality run --all` with one worker, and one `python -m pytest FILE` for each file, in turn',
  measure: async (options) => inPlace(async (place) => measureAll(place, options)),
};

async function measureAll(place: Place, { rounds, say }: BenchOptions): Promise<Measured> {
  const newest = PYTESTS.at(-1);
  const obtained = newest === undefined ? undefined : await obtainPytest(newest);
  if (obtained?.kind !== 'ready') return { value: `not measured: ${obtained?.why ?? 'no pytest'}`, met: undefined };
  const python = join(obtained.folder, 'bin', 'python');
  const files = Array.from({ length: SUITES }, (_, index) => `test_${index}.py`);
  for (const file of files) place.write(file, SUITE);
  const suites = files.map((file, index) => ({
    name: `s${index}`,
    engine: 'pytest',
    lane: 'unit',
    files: [file],
    python,
  }));
  place.configure({ suites, run: { workers: 1 } });
  const figures = await interleave(
    rounds,
    {
      bare: async () => timeAll(files.map((file) => [python, '-m', 'pytest', join(place.folder, file)] as const)),
      reality: async () => place.reality('run', '--all'),
    },
    say,
  );
  const ratio = ratioOfPairs(figures['reality'] ?? [], figures['bare'] ?? []);
  return { value: describeRatio(ratio), met: ratio <= 1.1 };
}

async function timeAll(commands: readonly (readonly [string, ...string[]])[]): Promise<number> {
  let total = 0;
  for (const command of commands) total += await timeCommand(command);
  return total;
}
