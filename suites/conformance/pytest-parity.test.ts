import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { ROOT, inLab } from '../self/lab.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const CASE = join(ROOT, 'fixtures', 'foreign', 'pytest-parity');
const FILES = ['tests/smoke/test_websocket_startup.py', 'tests/smoke/test_mediamtx_integration.py'];
const [SEVEN] = PYTESTS;

interface Parity {
  readonly parity: readonly { readonly subject: string; readonly verdict: string }[];
}

describe('smoke tests that pass as programs and fail under pytest', () => {
  let python = '';
  before(async function obtains() {
    this.timeout(300_000);
    const obtained = SEVEN === undefined ? undefined : await obtainPytest(SEVEN);
    if (obtained?.kind === 'ready') python = join(obtained.folder, 'bin', 'python');
    else leaveOut(this, obtained?.why ?? 'no pytest is pinned');
  });

  it(
    'are told so file by file, as a fault of the tests, with what to do',
    inLab(async (lab) => {
      cpSync(CASE, lab.project, { recursive: true });
      const smoke = {
        name: 'smoke',
        engine: 'pytest',
        lane: 'integration',
        files: FILES,
        python,
        standalone: [python],
      };
      const files = ['tests/smoke/test_health_endpoint.sh'];
      const health = {
        name: 'health',
        engine: 'scripts',
        lane: 'integration',
        command: ['bash'],
        files,
        isolation: 'test',
      };
      lab.configure({ suites: [smoke, health] });
      const { status, stdout } = await lab.run(['run', '--parity']);
      assert.equal(status, 1);
      const { parity } = JSON.parse(lab.report('assessment.json')) as Parity;
      assert.deepEqual(
        parity.map(({ subject, verdict }) => [subject, verdict]),
        [
          [FILES[0], 'alone-only'],
          [FILES[1], 'alone-only'],
        ],
      );
      const { causes } = lab.assessment();
      assert.deepEqual([...new Set(causes.map(({ heading }) => heading))], ['TEST_ARTIFACT'], stdout);
      const titles = causes.map(({ title }) => title).join('\n');
      assert.match(
        titles,
        /test_websocket_startup\.py passes when it is run by itself and fails under pytest: .*async_generator/u,
      );
      assert.match(
        titles,
        /test_mediamtx_integration\.py passes when it is run by itself, and pytest collects no test in it/u,
      );
      const advice = causes.map(({ remedy }) => remedy.action).join('\n');
      assert.match(advice, /@pytest_asyncio\.fixture/u);
      assert.match(advice, /classes Test\* without __init__/u);
    }),
  );
});
