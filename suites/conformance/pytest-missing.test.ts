import assert from 'node:assert/strict';
import { join } from 'node:path';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { inLab } from '../self/lab.ts';

const [SEVEN] = PYTESTS;

const FILE = `
import socket


def test_fixture(service_discovery):
    pass


def test_name():
    with patch("app.client"):
        pass


def test_import():
    import no_such_module_at_all


def test_argument():
    socket.create_connection(("127.0.0.1", 1), timeouts=3)
`;
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const DIES = "console.error('cannot open the database'); process.exit(7)";

describe('what a test lacks, told apart from what a service lacks', () => {
  let python = '';
  before(async function obtains() {
    this.timeout(300_000);
    const obtained = SEVEN === undefined ? undefined : await obtainPytest(SEVEN);
    if (obtained?.kind === 'ready') python = join(obtained.folder, 'bin', 'python');
    else leaveOut(this, obtained?.why ?? 'no pytest is pinned');
  });

  it(
    'fixtures, names and imports are the tests; a mock that is not imported is answered with the real thing; a dead service is one cause',
    inLab(async (lab) => {
      lab.write('test_lacks.py', FILE);
      lab.write('test_needs.py', 'def test_one(): pass\n\n\ndef test_two(): pass\n');
      const pytest = { engine: 'pytest', lane: 'integration', python };
      lab.configure({
        components: {
          db: {
            kind: 'service',
            command: [process.execPath, '-e', DIES],
            ports: ['p'],
            ready: [{ tcp: '${db.ports.p}' }],
          },
        },
        suites: [
          { ...pytest, name: 'lacks', files: ['test_lacks.py'] },
          { ...pytest, name: 'websocket', files: ['test_needs.py'], requires: ['db'] },
          { ...pytest, name: 'auth', files: ['test_needs.py'], requires: ['db'] },
        ],
      });
      const { stderr } = await lab.run(['run']);
      const { causes } = lab.assessment();
      const told = causes.map(({ heading, remedy, effects }) => [heading, remedy.action, effects] as const);
      const adviceOn = (effect: string): string =>
        told.find(([, , effects]) => effects.includes(effect))?.join(' | ') ?? `none: ${stderr}`;
      assert.match(
        adviceOn('lacks::test_lacks.py > test_fixture'),
        /^TEST_ARTIFACT \| define the fixture service_discovery/u,
      );
      assert.match(
        adviceOn('lacks::test_lacks.py > test_name'),
        /^TEST_ARTIFACT \| use the real thing in place of patch/u,
      );
      assert.match(adviceOn('lacks::test_lacks.py > test_import'), /^TEST_ARTIFACT .*no_such_module_at_all/u);
      assert.match(adviceOn('lacks::test_lacks.py > test_argument'), /^TEST_ARTIFACT/u);
      const dead = causes.filter(({ effects }) => effects.some((effect) => effect.endsWith('(blocked)')));
      assert.equal(dead.length, 1);
      assert.deepEqual(dead[0]?.effects.toSorted(), ['auth::(blocked)', 'websocket::(blocked)']);
    }),
  );
});
