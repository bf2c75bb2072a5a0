import { availableParallelism } from 'node:os';
import { execFileSync } from 'node:child_process';
import { timeCommand } from './command.ts';
import { inPlace } from './place.ts';
import type { Place } from './place.ts';
import type { BenchOptions, Measured, Row } from './row.ts';
import { describeRatio, interleave, ratioOfPairs } from './statistics.ts';

const TESTS = 512;
const FILES = 16;

/** The job that a team had: every single test in a process of its own, mocks forbidden, 60 s each. */
export const testsAlone: Row = {
  name: 'tests-alone',
  what: `${TESTS} pytest tests, each alone, wall over a bare loop of \`pytest ID\` on as many workers`,
  target: '≤ 1.3×',
  how: '`isolation: test`, FORBID_MOCKS=1, 60 s for each test, collected once; the bare loop is xargs -P over the same ids',
  measure: async (options) => inPlace(async (place) => measureAll(place, options)),
};

async function measureAll(place: Place, { rounds, say }: BenchOptions): Promise<Measured> {
  const version = findPytest();
  if (version === undefined) return { value: 'pytest is not installed here', met: undefined };
  const workers = availableParallelism();
  const ids = writeTests(place);
  const list = place.write('ids.txt', `${ids.join('\n')}\n`);
  place.configure({
    suites: [
      { name: 'alone', engine: 'pytest', files: ['tests'], lane: 'integration', isolation: 'test', timeout: '60s' },
    ],
    budget: { duration: '1h' },
  });
  const loop = `cd ${place.folder} && export FORBID_MOCKS=1 && xargs -a ${list} -d '\\n' -P ${workers} -n 1 timeout 60 python3 -m pytest -q -p no:cacheprovider`;
  const figures = await interleave(
    Math.min(rounds, 3),
    {
      bare: async () => timeCommand(['bash', '-c', `${loop} > /dev/null`]),
      reality: async () => place.reality('run', '--all', '-j', String(workers)),
    },
    say,
  );
  const ratio = ratioOfPairs(figures['reality'] ?? [], figures['bare'] ?? []);
  return { value: `${describeRatio(ratio)} with ${version} on ${workers} workers`, met: ratio <= 1.3 };
}

function findPytest(): string | undefined {
  try {
    return execFileSync('python3', ['-m', 'pytest', '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** Ids as pytest prints them, with what is hard to select: brackets, spaces, slashes, Unicode. */
function writeTests(place: Place): readonly string[] {
  const each = TESTS / FILES;
  return Array.from({ length: FILES }, (_, file) => {
    const name = `tests/test_part_${file}.py`;
    const params = Array.from({ length: each }, (_value, index) => `case ${index} [a/b] é`);
    place.write(
      name,
      `import pytest\n\n\n@pytest.mark.parametrize("case", ${JSON.stringify(params)})\ndef test_part(case):\n    assert case\n`,
    );
    return params.map((param) => `${name}::test_part[${escapeParam(param)}]`);
  }).flat();
}

// pytest writes what is not ASCII as escapes into its ids.
function escapeParam(text: string): string {
  return text.replaceAll(/[^\u0020-\u007E]/gu, (letter) => `\\x${letter.charCodeAt(0).toString(16)}`);
}
