import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Outcome, Reason, RunEvent, SuiteSpec, TestState } from '#domain';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { makeSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

type Row = readonly [title: string, outcome: Outcome, reason?: Reason];

interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly python?: string;
  readonly isolation?: 'test';
  /** Its last title, outcome and reason of each test. */
  readonly tests: readonly Row[];
  readonly check?: (seen: Seen) => void;
}

interface Seen {
  readonly tests: readonly TestState[];
  readonly events: readonly RunEvent[];
}

const one = (seen: Seen, title: string): TestState =>
  seen.tests.find(({ id }) => id.titles.at(-1) === title) ?? assert.fail(`no test ${title}`);
const textOf = (seen: Seen, title: string): string => one(seen, title).failure?.message ?? '';

const PROJECTS: Readonly<Record<string, Project>> = {
  'what the user has set for all of his runs holds': {
    files: { 'test_a.py': 'def test_a(): pass\ndef test_b(): pass\n', 'more/extra.py': 'X = 1\n' },
    env: { PYTEST_ADDOPTS: '-k test_b', PYTHONPATH: 'more' },
    tests: [['test_b', 'passed']],
  },
  'programs of the tests do not see us': {
    files: {
      'test_a.py':
        'import os\ndef test_a():\n    assert os.environ["PYTHONPATH"] == "more"\n    assert "REALITY_EVENTS" in os.environ\n',
    },
    env: { PYTHONPATH: 'more' },
    tests: [['test_a', 'passed']],
  },
  'warnings are errors, markers are strict, and plug-ins are switched off': {
    files: {
      'pytest.ini': '[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config\n',
      'test_a.py': 'import pytest\n@pytest.mark.requirement("REQ-A-1")\ndef test_a(): pass\n',
    },
    args: '-p no:cacheprovider -p no:warnings -p no:legacypath -p no:terminal -p no:junitxml -p no:stepwise'.split(' '),
    tests: [['test_a', 'passed']],
  },
  'a conftest that breaks': {
    files: { 'conftest.py': 'import no_such_module_at_all\n', 'test_a.py': 'def test_a(): pass\n' },
    tests: [['(load)', 'errored', 'collection']],
    check: (seen) => {
      assert.equal(one(seen, '(load)').failure?.type, 'ModuleNotFoundError');
      assert.match(textOf(seen, '(load)'), /No module named 'no_such_module_at_all'/u);
    },
  },
  'a missing import in one file of two': {
    files: { 'test_a.py': 'import no_such_module\n', 'test_b.py': 'def test_b(): pass\n' },
    tests: [
      ['test_a.py', 'errored', 'collection'],
      ['test_b', 'not-run', 'collection'],
    ],
    check: (seen) => {
      const { failure } = one(seen, 'test_a.py');
      assert.equal(failure?.type, 'ModuleNotFoundError');
      assert.deepEqual([path.basename(failure?.frames[0]?.file ?? ''), failure?.frames[0]?.line], ['test_a.py', 1]);
    },
  },
  'a file that is left out as a whole': {
    files: {
      'test_a.py': 'import pytest\npytest.importorskip("no_such_module")\n',
      'test_b.py': 'def test_b(): pass\n',
    },
    tests: [
      ['test_a.py', 'skipped', 'declared'],
      ['test_b', 'passed'],
    ],
    check: (seen) => assert.match(textOf(seen, 'test_a.py'), /^could not import 'no_such_module'/u),
  },
  'a missing fixture': {
    files: { 'test_a.py': 'def test_a(camera_world): pass\n' },
    tests: [['test_a', 'errored', 'set-up']],
    check: (seen) => {
      assert.equal(one(seen, 'test_a').failure?.type, 'FixtureLookupError');
      assert.match(textOf(seen, 'test_a'), /^fixture 'camera_world' not found\n.*available fixtures: /u);
    },
  },
  'a refused connection': {
    files: {
      'test_a.py':
        'import socket\ndef test_a():\n    try:\n        socket.create_connection(("127.0.0.1", 1))\n    except OSError as error:\n        raise RuntimeError("no service") from error\n',
    },
    tests: [['test_a', 'failed', 'exception']],
    check: (seen) => {
      const { failure } = one(seen, 'test_a');
      assert.equal(failure?.code, 'ECONNREFUSED');
      assert.match(failure?.message ?? '', /^no service\ncaused by: ConnectionRefusedError: /u);
    },
  },
  'both sides of a comparison, what was printed, and where it broke': {
    files: {
      'test_a.py':
        'def look(value):\n    assert value == {"a": 2}\ndef test_a():\n    print("a line of output")\n    look({"a": 1})\n',
    },
    tests: [['test_a', 'failed', 'assertion']],
    check: (seen) => {
      const { failure } = one(seen, 'test_a');
      assert.deepEqual([failure?.expected, failure?.actual], ["{'a': 2}", "{'a': 1}"]);
      assert.match(failure?.output ?? '', /a line of output/u);
      assert.deepEqual(
        failure?.frames.map(({ name, line }) => [name, line]),
        [
          ['look', 2],
          ['test_a', 5],
        ],
      );
    },
  },
  'a coroutine that nobody awaits': {
    files: {
      'test_a.py':
        'async def answer(): return 1\ndef test_a():\n    answer()\n    import gc; gc.collect()\n    assert answer() == 1\n',
    },
    tests: [['test_a', 'failed', 'assertion']],
    check: (seen) => {
      assert.match(textOf(seen, 'test_a'), /warned: RuntimeWarning: coroutine 'answer' was never awaited/u);
    },
  },
  'an async generator as fixture': {
    files: {
      'test_a.py':
        'import pytest\n@pytest.fixture\nasync def client():\n    yield 1\ndef test_sync(client):\n    assert client.closed\nasync def test_async(): pass\n',
    },
    tests: [
      ['test_sync', 'errored', 'set-up'],
      ['test_async', 'failed', 'assertion'],
    ],
    check: (seen) => {
      assert.match(
        textOf(seen, 'test_sync'),
        /requested an async fixture 'client', with no plugin or hook that handled it/u,
      );
      assert.match(textOf(seen, 'test_async'), /async def functions are not natively supported/u);
    },
  },
  'a test that changes the folder, closes descriptors and writes garbage into the pipe': {
    files: {
      'test_a.py': [
        'import os',
        'def test_moves(): os.chdir("/")',
        'def test_closes():',
        '    os.closerange(3, 200)',
        '    for _ in range(20): os.open(os.devnull, os.O_RDWR)',
        'def test_scribbles():',
        '    fd = os.open(os.environ["REALITY_EVENTS"], os.O_WRONLY)',
        '    os.write(fd, b"no event, and no end of the line")',
        'def test_last(): assert False',
      ].join('\n'),
    },
    args: ['--capture=sys'],
    tests: [
      ['test_moves', 'passed'],
      ['test_closes', 'passed'],
      ['test_scribbles', 'passed'],
      ['test_last', 'failed', 'assertion'],
    ],
    check: ({ events }) => {
      assert.equal(events.filter(({ kind }) => kind === 'engine-damage').length, 1);
    },
  },
  'a test that forks and lets its child go on': {
    files: { 'test_a.py': 'import os\ndef test_a():\n    os.fork()\ndef test_b(): pass\n' },
    tests: [
      ['test_a', 'passed'],
      ['test_b', 'passed'],
    ],
  },
  'pytest.exit in the middle': {
    files: {
      'test_a.py':
        'import pytest\ndef test_a(): pass\ndef test_b(): pytest.exit("the camera is gone", returncode=0)\ndef test_c(): pass\n',
    },
    tests: [
      ['test_a', 'passed'],
      ['test_b', 'errored', 'exit-early'],
      ['test_c', 'not-run', 'exit-early'],
    ],
    check: (seen) => assert.match(textOf(seen, 'test_b'), /^the camera is gone/u),
  },
  'a keyboard interrupt in the middle': {
    files: { 'test_a.py': 'def test_a(): raise KeyboardInterrupt\ndef test_b(): pass\n' },
    tests: [
      ['test_a', 'errored', 'exit-early'],
      ['test_b', 'not-run', 'exit-early'],
    ],
  },
  'an error inside pytest': {
    files: {
      'conftest.py':
        'def pytest_runtest_setup(item): pass\ndef pytest_runtest_logfinish(): raise ValueError("my plug-in broke")\n',
      'test_a.py': 'def test_a(): pass\ndef test_b(): pass\n',
    },
    tests: [
      ['test_a', 'errored', 'exit-code'],
      ['test_b', 'not-run', 'exit-code'],
    ],
    check: (seen) => assert.match(textOf(seen, 'test_a'), /^my plug-in broke[\s\S]*internal error, code 3/u),
  },
  'wrong use': {
    files: { 'test_a.py': 'def test_a(): pass\n' },
    args: ['--no-such-option'],
    tests: [['(load)', 'errored', 'collection']],
    check: (seen) => assert.match(textOf(seen, '(load)'), /code 4.*unrecognized arguments: --no-such-option/su),
  },
  'no tests': { files: { 'test_a.py': '' }, tests: [['(load)', 'errored', 'no-tests']] },
  'no pytest': {
    files: { 'test_a.py': '' },
    // A Python of the system seldom has it, an isolated one never.
    python: '#!/bin/sh\nexec python3 -I -S "$@"\n',
    tests: [['(load)', 'errored', 'spawn']],
    check: (seen) => assert.match(textOf(seen, '(load)'), /pytest is not installed for this interpreter/u),
  },
  'a gate of a plug-in': {
    files: {
      'conftest.py': 'def pytest_sessionfinish(session): session.exitstatus = 1\n',
      'test_a.py': 'def test_a(): pass\n',
    },
    tests: [
      ['test_a', 'passed'],
      ['(exit)', 'errored', 'exit-code'],
    ],
  },
  'each test alone, whatever its id holds': {
    files: {
      'test_a.py': [
        'import pytest',
        'ran = []',
        'IDS = ["a::b", "[x] / y", "##[add-mask]\\r\\n  two lines", "\\u00e9\\u202e", "x" * 4000, "-k a"]',
        '@pytest.mark.parametrize("value", range(6), ids=IDS)',
        'def test_with(value):',
        '    ran.append(value)',
        '    assert len(ran) == 1',
        'class TestMore:',
        '    def test_with(self):',
        '        ran.append(self)',
        '        assert len(ran) == 1',
      ].join('\n'),
    },
    isolation: 'test',
    tests: [
      ['test_with[a::b]', 'passed'],
      ['test_with[[x] / y]', 'passed'],
      ['test_with[##[add-mask]\\r\\n  two lines]', 'passed'],
      ['test_with[\\xe9\\u202e]', 'passed'],
      [`test_with[${'x'.repeat(4000)}]`, 'passed'],
      ['test_with[-k a]', 'passed'],
      ['test_with', 'passed'],
    ],
  },
  'two tests with one id': {
    files: { 'test_a.py': 'def test_a(): pass\n' },
    args: ['--keep-duplicates', 'test_a.py', 'test_a.py'],
    tests: [
      ['test_a', 'passed'],
      ['test_a', 'passed'],
    ],
  },
  'set-up, call and teardown broken in one test': {
    files: {
      'test_a.py':
        'import pytest\n@pytest.fixture\ndef world():\n    yield\n    raise OSError("no teardown")\ndef test_a(world): assert False, "no call"\n',
    },
    tests: [
      ['test_a', 'failed', 'assertion'],
      ['test_a (teardown)', 'errored', 'teardown'],
    ],
  },
  'xfail that passes, and xfail that never runs': {
    files: {
      'test_a.py':
        'import pytest\n@pytest.mark.xfail\ndef test_a(): pass\n@pytest.mark.xfail(run=False)\ndef test_b(): assert False\n',
    },
    tests: [
      ['test_a', 'passed'],
      ['test_b', 'passed'],
    ],
    check: (seen) => assert.deepEqual([one(seen, 'test_a').marks, one(seen, 'test_b').marks], [['xpass'], ['xfail']]),
  },
  'workers of xdist': {
    files: {
      'test_a.py':
        'import pytest\n@pytest.mark.parametrize("n", range(6))\ndef test_a(n): assert n != 3\ndef test_b(): pytest.skip("not today")\n',
    },
    args: ['-n', '2', '-q'],
    tests: [
      ['test_a[0]', 'passed'],
      ['test_a[1]', 'passed'],
      ['test_a[2]', 'passed'],
      ['test_a[3]', 'failed', 'assertion'],
      ['test_a[4]', 'passed'],
      ['test_a[5]', 'passed'],
      ['test_b', 'skipped', 'declared'],
    ],
    check: (seen) =>
      assert.deepEqual([one(seen, 'test_a[3]').failure?.type, textOf(seen, 'test_b')], ['AssertionError', 'not today']),
  },
  'what a test verifies': {
    files: {
      'test_a.py': [
        'import pytest',
        '@pytest.mark.requirement("REQ-A-1", "REQ-A-2")',
        'def test_marker(): pass',
        'def test_docstring():',
        '    """Verifies REQ-B-1, and [SRS-7.2, SRS-7.3] too."""',
        '# Of REQ-C-1.',
        '@pytest.mark.parametrize("n", ["REQ-D-1"])',
        'def test_comment(n): pass',
        'def test_nothing(): pass',
      ].join('\n'),
    },
    tests: [
      ['test_marker', 'passed'],
      ['test_docstring', 'passed'],
      ['test_comment[REQ-D-1]', 'passed'],
      ['test_nothing', 'passed'],
    ],
    check: ({ tests }) => {
      assert.deepEqual(
        tests.map(({ requirements, line }) => [requirements, line]),
        [
          [['REQ-A-1', 'REQ-A-2'], 2],
          [['REQ-B-1', 'SRS-7.2', 'SRS-7.3'], 4],
          [['REQ-D-1', 'REQ-C-1'], 7],
          [[], 9],
        ],
      );
    },
  },
};

describe('engine pytest: whatever a project does', function hostile() {
  this.timeout(300_000);
  let root = '';
  let result: Awaited<ReturnType<typeof runLab>> | undefined;
  before(async function runAll() {
    const newest = PYTESTS.at(-1) ?? assert.fail();
    const obtained = await obtainPytest(newest);
    if (obtained.kind === 'absent') {
      leaveOut(this, obtained.why);
    }
    root = mkdtempSync(path.join(tmpdir(), 'pytest-projects-'));
    const python = path.join(obtained.folder, 'bin', 'python');
    result = await runLab(Object.entries(PROJECTS).map(([name, project]) => write(root, name, { python, ...project })));
  });
  after(() => {
    if (root !== '') rmSync(root, { recursive: true });
  });

  for (const [name, { tests, check }] of Object.entries(PROJECTS)) {
    it(name, () => {
      assert.ok(result);
      const attempt = result.state.suites.find(({ planned }) => planned.name === name)?.attempts[0] ?? assert.fail();
      const told = attempt.tests.map(({ id, outcome, reason }) => row(id.titles.at(-1) ?? '', outcome, reason));
      const log = attempt.tests.map(({ failure }) => failure?.message ?? '').join('\n');
      assert.deepEqual(told, tests, log);
      const events = result.events.filter((event) => 'attempt' in event && event.attempt === attempt.attempt);
      check?.({ tests: attempt.tests, events });
    });
  }

  it('leaves nothing behind', () => {
    assert.deepEqual(result?.leftovers, []);
  });
});

function row(title: string, outcome: Outcome, reason: Reason | undefined): Row {
  return reason === undefined ? [title, outcome] : [title, outcome, reason];
}

function write(root: string, name: string, project: Project & { readonly python: string }): SuiteSpec {
  const folder = path.join(root, name.replaceAll(/\W+/gu, '-'));
  for (const [file, text] of Object.entries(project.files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  // A script in place of an interpreter.
  const script = path.join(folder, 'python.sh');
  if (project.python.startsWith('#!')) writeFileSync(script, project.python, { mode: 0o755 });
  const python = project.python.startsWith('#!') ? script : project.python;
  const options = { files: [], args: project.args ?? [], python };
  const { env = {}, isolation = 'suite' } = project;
  return makeSuite(name, { engine: 'pytest', cwd: folder, env, isolation, options });
}
