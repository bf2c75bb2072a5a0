import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { runGuarded } from '../../fixtures/tools/guarded-python.ts';
import type { GuardedRun } from '../../fixtures/tools/guarded-python.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

/** A program of a project, and what is to come of it. */
interface Program extends Omit<GuardedRun, 'argv'> {
  readonly argv?: readonly string[];
  readonly main: string;
  readonly status: number;
  /** `rule verdict file:line what`. */
  readonly mocks?: readonly string[];
  readonly says?: RegExp;
}

const MOCKS = 'from unittest import mock\n';
const OBJECT = 'mock-object block main.py:2 unittest.mock.Mock';

const PROGRAMS: Readonly<Record<string, Program>> = {
  'a script with a mock ends at the spot': {
    main: `${MOCKS}mock.Mock()\nprint("went on")\n`,
    status: 1,
    mocks: [OBJECT],
    says: /^reality_guard\.MockRefused: Mock is made: .* at .*main\.py:2 \(reality guard\)/mu,
  },
  'a script without is left in peace': { main: `${MOCKS}print(mock.ANY == 1)\n`, status: 0, says: /^True\n$/u },
  'no `except Exception` takes it for an error of the real part': {
    main: `${MOCKS}try:\n    mock.Mock()\nexcept Exception:\n    pass\n`,
    status: 1,
    mocks: ['mock-object block main.py:3 unittest.mock.Mock'],
  },
  'who swallows all leaves a line in the ledger': {
    main: `${MOCKS}try:\n    mock.Mock()\nexcept BaseException:\n    pass\n`,
    status: 0,
    mocks: ['mock-object block main.py:3 unittest.mock.Mock'],
  },
  'text on the command line is the project’s own': {
    argv: ['-c', `${MOCKS}mock.Mock()`],
    main: '',
    status: 1,
    mocks: ['mock-object block <string>:2 unittest.mock.Mock'],
  },
  'a thread of the project': {
    main: `${MOCKS}import threading\ndef work():\n    mock.Mock()\nthread = threading.Thread(target=work)\nthread.start()\nthread.join()\n`,
    status: 0,
    mocks: ['mock-object block main.py:4 unittest.mock.Mock'],
    says: /MockRefused/u,
  },
  'unittest: one test is refused and the others go on': {
    argv: ['-m', 'unittest', '-v', 'main'],
    main: `import unittest\n${MOCKS}class T(unittest.TestCase):\n    def test_a(self):\n        mock.Mock()\n    @mock.patch("os.kill")\n    def test_b(self, kill): pass\n    def test_c(self): pass\n`,
    status: 1,
    mocks: ['mock-object block main.py:5 unittest.mock.Mock', 'patch block main.py:6 unittest.mock.patch'],
    says: /test_c .*\bok\b/u,
  },
  'unittest: a mock in the set-up of a class ends that class alone': {
    argv: ['-m', 'unittest', '-v', 'main'],
    main: `import unittest\n${MOCKS}class A(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls):\n        mock.Mock()\n    def test_a(self): pass\nclass B(unittest.TestCase):\n    def test_b(self): pass\n`,
    status: 1,
    mocks: ['mock-object block main.py:6 unittest.mock.Mock'],
    says: /test_b .*\bok\b/u,
  },
  'unittest: a method overwritten in a test is seen before it is put back': {
    argv: ['-m', 'unittest', 'main'],
    main: `import unittest, http.client\nclass T(unittest.TestCase):\n    def setUp(self):\n        self.kept = http.client.HTTPConnection.request\n    def tearDown(self):\n        http.client.HTTPConnection.request = self.kept\n    def test_a(self):\n        http.client.HTTPConnection.request = lambda *args: None\n`,
    status: 1,
    mocks: ['module-replaced block main.py:8 http.client.HTTPConnection.request'],
  },
  'a method overwritten and left so is seen at the end': {
    main: 'import socket\nsocket.socket.connect = lambda *args: None\n',
    status: 0,
    mocks: ['module-replaced block main.py:2 socket.socket.connect'],
  },
  'a package is allowed as a whole': {
    main: `${MOCKS}import os\nheld = mock.MagicMock()\nheld.answer().deep.er()\nwith mock.patch("os.kill"):\n    os.kill(1, 0)\n`,
    status: 0,
    allow: [{ what: 'unittest.mock', reason: 'to be gone by May' }],
    mocks: ['mock-object block main.py:3 unittest.mock.MagicMock', 'patch block main.py:5 unittest.mock.patch'],
  },
  'one replaced thing is allowed by its name, and nothing else': {
    main: `${MOCKS}import os, time\nwith mock.patch("time.sleep"):\n    time.sleep(9)\nwith mock.patch("os.kill"):\n    pass\n`,
    status: 1,
    allow: [{ what: 'time.sleep', reason: 'slow' }],
    mocks: ['patch block main.py:3 unittest.mock.patch', 'patch block main.py:5 unittest.mock.patch'],
  },
  'what a library does for itself is its own affair': {
    main: 'import sys\nsys.path.append("lib/python3.99/site-packages")\nimport library\nlibrary.make()\n',
    files: { 'lib/python3.99/site-packages/library.py': `${MOCKS}def make():\n    return mock.Mock()\n` },
    status: 0,
  },
  'a module of the project that is called mock': {
    main: 'import mock_data\nprint(mock_data.load())\n',
    files: { 'mock_data.py': 'def load():\n    return "data"\n' },
    status: 0,
    says: /^data$/mu,
  },
  'an alias of time is no pin, and restoring is none either': {
    main: 'import time, subprocess\nold = subprocess.run\nsubprocess.run = old\nsleep = time.sleep\nsleep(0)\n',
    status: 0,
  },
  'a mock of a forked child': {
    main: `${MOCKS}import os\nif os.fork() == 0:\n    try:\n        mock.Mock()\n    finally:\n        os._exit(0)\nos.wait()\n`,
    status: 0,
    mocks: ['mock-object block main.py:5 unittest.mock.Mock'],
  },
  'a mock of a spawned worker': {
    main: `import multiprocessing\nfrom work import work\nif __name__ == "__main__":\n    process = multiprocessing.get_context("spawn").Process(target=work)\n    process.start()\n    process.join()\n    print(process.exitcode)\n`,
    files: { 'work.py': `${MOCKS}def work():\n    mock.Mock()\n` },
    status: 0,
    mocks: ['mock-object block work.py:3 unittest.mock.Mock'],
  },
};

/** Of the interpreter itself: a shim would be one more process. */
const PYTHON = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim();

function run(given: GuardedRun & { readonly main?: string }): ReturnType<typeof runGuarded> {
  return runGuarded({ ...given, argv: [PYTHON, ...given.argv] });
}

describe('the guard in Python programs', function () {
  this.timeout(120_000);
  before(function () {
    if (PYTHON !== '') return;
    leaveOut(this, 'python3 is not on the PATH');
  });

  for (const [
    title,
    { main, status, mocks = [], says = /(?:)/u, argv = ['main.py'], files = {}, ...more },
  ] of Object.entries(PROGRAMS)) {
    it(title, () => {
      const seen = run({ ...more, argv, files: { ...files, 'main.py': main } });
      assert.deepEqual(seen.mocks, mocks, seen.out);
      assert.equal(seen.status, status, seen.out);
      assert.match(seen.out, says);
      const allowed = seen.ledger.flatMap((line) => (line.allowed === undefined ? [] : [line.allowed]));
      assert.deepEqual(
        [...new Set(allowed)],
        (more.allow ?? []).map(({ reason }) => reason),
      );
    });
  }

  it('every process says that it is armed, and when it began', () => {
    const code =
      'import os, subprocess, sys\nsubprocess.run([sys.executable, "-c", "pass"])\nif os.fork() == 0: os._exit(0)\nos.wait()\nprint(open("/proc/self/stat").read().rpartition(")")[2].split()[19])\n';
    const { ledger, out } = run({ argv: ['main.py'], files: { 'main.py': code } });
    const armed = ledger.filter(({ kind }) => kind === 'armed');
    assert.equal(new Set(armed.map(({ pid }) => pid)).size, 3);
    assert.equal(String(armed[0]?.startTime), out.trim());
    assert.match(armed[0]?.runtime ?? '', /^python 3\.\d+\.\d+$/u);
    assert.match(armed[0]?.program ?? '', /^python\S* main\.py$/u);
    assert.ok(Math.abs(Date.now() - (armed[0]?.atMs ?? 0)) < 120_000);
  });

  it('says of children whether the guard went with them', () => {
    const code = [
      'import os, subprocess, sys',
      'def run(*words, **more): subprocess.run([sys.executable, *words, "-c", "pass"], **more)',
      'run()',
      'run(env={"PATH": os.environ["PATH"]})',
      'run("-I")',
      'run("-W", "ignore")',
      'run("-S")',
      'run(env={**os.environ, "PYTHONPATH": "elsewhere"})',
      'run(env={**os.environ, "PYTHONPATH": "own:" + os.environ["PYTHONPATH"]})',
      'run(env={**os.environ, "PYTHONPATH": "lib:" + os.environ["PYTHONPATH"]})',
      'subprocess.run(["true"], env={})',
      'os.execve(sys.executable, [sys.executable, "-c", "pass"], {})',
    ].join('\n');
    const files = { 'main.py': code, 'own/sitecustomize.py': '', 'lib/other.py': '' };
    const { ledger } = run({ argv: ['main.py'], files });
    const spawned = ledger.filter(({ kind }) => kind === 'spawned');
    assert.deepEqual(
      spawned.map(({ guarded }) => guarded),
      [true, false, false, true, false, false, false, true, false],
    );
    const armed = new Set(ledger.filter(({ kind }) => kind === 'armed').map(({ pid }) => pid));
    // The last one keeps the pid of the process that was armed: nothing else tells that it lost its guard.
    assert.deepEqual(
      spawned.slice(0, -1).map(({ child = 0 }) => armed.has(child)),
      [true, false, false, true, false, false, false, true],
    );
    assert.equal(spawned.at(-1)?.child, spawned.at(-1)?.pid);
  });

  it('says at which addresses the process listens itself', () => {
    const code =
      'import socket, asyncio\nwith socket.create_server(("127.0.0.1", 0)) as one: print(one.getsockname()[1])\n';
    const { ledger, out } = run({ argv: ['main.py'], files: { 'main.py': code } });
    assert.deepEqual(
      ledger.filter(({ kind }) => kind === 'listening').map(({ address }) => address),
      [`127.0.0.1:${out.trim()}`],
    );
  });

  it('gives way to the sitecustomize that it hides, and leaves the path of imports alone', () => {
    const code = 'import sys, sitecustomize\nprint(sitecustomize.NAME, "guard/python" in " ".join(sys.path))\n';
    const files = { 'main.py': code, 'own/sitecustomize.py': 'NAME = "the project"\n' };
    const { out, ledger } = run({ argv: ['main.py'], files, env: { PYTHONPATH: 'own' } });
    assert.equal(out, 'the project False\n');
    assert.equal(ledger[0]?.kind, 'armed');
  });

  it('a policy that is none is told once, and the program goes on', () => {
    const { out, status, ledger } = run({ argv: ['-c', 'print("went on")'], policy: '/nowhere/guard.json' });
    assert.match(out, /^went on\nreality: this process is not guarded: FileNotFoundError: .*\n$/u);
    assert.equal(status, 0);
    assert.deepEqual(ledger, []);
  });
});
