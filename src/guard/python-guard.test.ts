import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Obtained } from '../../fixtures/foreign/obtain.ts';
import { obtainPythonPackages } from '../../fixtures/foreign/python-packages.ts';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { runGuarded } from '../../fixtures/tools/guarded-python.ts';
import type { Guarded } from '../../fixtures/tools/guarded-python.ts';
import { MOCK_PROGRAMS } from './mock-process.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { ALL_VERSIONS, leaveToVersions } from '../../fixtures/foreign/older-versions.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../fixtures/guard/python');
const CASES = path.join(FIXTURES, 'cases');
const PACKAGES = path.join(FIXTURES, 'packages');

interface Case {
  readonly name: string;
  /** From its name: `test_block_…`. */
  readonly verdict: string;
  /** Words of its comment: the rule, and how it shows. */
  readonly words: readonly string[];
}

/** Each test of a file, with what is to come of it. */
function readCases(file: string): readonly Case[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^(?:async )?def (?<name>test_(?<verdict>block|warn|allow)_\w+)\(.*\):(?:\s+# (?<words>.+))?$/gmu,
  );
  return [...found].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    verdict: groups?.['verdict'] ?? '',
    words: groups?.['words']?.split(' ') ?? [],
  }));
}

/** `outcome rule:verdict …` of one test; the same line of the ledger twice is told once. */
function describeTest(name: string, { out, ledger }: Guarded): string {
  const outcomes = [
    ...out.matchAll(new RegExp(String.raw`^(PASSED|FAILED|ERROR) \S+::${name}(?:\[.*\])?(?: |$)`, 'gmu')),
  ];
  const lines = ledger.filter(
    ({ kind, during = '' }) => kind === 'mock' && new RegExp(String.raw`::${name}(?:\[.*\])? \(`, 'u').test(during),
  );
  const mocks = lines.map(({ rule, verdict }) => `${rule}:${verdict}`);
  return [...new Set([...outcomes.map(([, outcome = 'nothing']) => outcome), ...mocks])].join(' ');
}

const SHOWS: Readonly<Record<string, string>> = { swallowed: 'PASSED', 'set-up': 'ERROR' };

function expectOf({ verdict, words }: Case): string {
  const [rule, how = ''] = words;
  if (verdict === 'allow') return 'PASSED';
  return `${verdict === 'warn' ? 'PASSED' : (SHOWS[how] ?? 'FAILED')} ${rule}:${verdict}`;
}

/** Runs the tests of a file, and holds each against its own name. */
function holdCases(python: string, root: string, file: string, args: readonly string[] = []): void {
  const seen = runGuarded({ argv: [python, ...PYTEST, ...args, file], root, programs: MOCK_PROGRAMS });
  const cases = readCases(path.join(root, file));
  assert.notEqual(cases.length, 0);
  assert.deepEqual(
    Object.fromEntries(cases.map((one) => [one.name, describeTest(one.name, seen)])),
    Object.fromEntries(cases.map((one) => [one.name, expectOf(one)])),
    seen.out,
  );
}

const PYTEST = ['-m', 'pytest', '-q', '-rA', '-p', 'no:cacheprovider'];

/** What suites do that could leave a guard of this kind without effect. */
interface Disarming {
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly mocks: readonly string[];
  readonly says: RegExp;
}

const MOCKING =
  'from unittest.mock import Mock\ndef test_mock():\n    Mock()\ndef test_real(tmp_path):\n    assert tmp_path.exists()\n';
const REFUSED = ['mock-object block test_a.py:3 unittest.mock.Mock'];

const DISARMING: Readonly<Record<string, Disarming>> = {
  'a conftest with two pytest_configure, whose own guard is dead code': {
    files: {
      'conftest.py': `import os, unittest.mock\ndef pytest_configure(config):\n    def refuse(*a, **k):\n        raise RuntimeError("no mocks")\n    unittest.mock.Mock.__init__ = refuse\ndef pytest_configure(config):\n    config.addinivalue_line("markers", "real: real")\n`,
      'test_a.py': MOCKING,
    },
    mocks: REFUSED,
    says: /1 failed, 1 passed/u,
  },
  'a guard of the suite’s own that works': {
    files: {
      'conftest.py': `import pytest, unittest.mock\n@pytest.fixture(autouse=True)\ndef no_mocks(monkeypatch):\n    def refuse(*a, **k):\n        pytest.fail("no mocks")\n    monkeypatch.setattr(unittest.mock, "patch", refuse)\n`,
      'test_a.py': 'def test_real(): pass\n',
    },
    mocks: [],
    says: /1 passed/u,
  },
  'plug-ins switched off, and a path of imports that is made anew': {
    files: {
      'conftest.py':
        'import os, sys\nos.environ.pop("PYTHONPATH")\nos.environ.pop("REALITY_GUARD")\nsys.path[:] = [one for one in sys.path if "guard" not in one]\n',
      'test_a.py': MOCKING,
    },
    args: [
      '-p',
      'no:monkeypatch',
      '-p',
      'no:assertion',
      '-p',
      'no:unittest',

      '--import-mode=importlib',
    ],
    mocks: REFUSED,
    says: /1 failed, 1 passed/u,
  },
  'finders of imports that stand before ours, and none of ours': {
    files: {
      'conftest.py':
        'import sys\nsys.meta_path[:] = [one for one in sys.meta_path if "reality" not in type(one).__module__]\n',
      'test_a.py': MOCKING,
    },
    mocks: REFUSED,
    says: /1 failed, 1 passed/u,
  },
  'a mock at the top of a conftest': {
    files: {
      'conftest.py': 'from unittest.mock import Mock\nCONTROLLER = Mock()\n',
      'test_a.py': 'def test_real(): pass\n',
    },
    mocks: ['mock-object block conftest.py:2 unittest.mock.Mock'],
    says: /\(reality guard\)/u,
  },
  'a mock at the top of a test file': {
    files: {
      'test_a.py': 'from unittest.mock import Mock\nCONTROLLER = Mock()\ndef test_a(): pass\n',
      'test_b.py': 'def test_b(): pass\n',
    },
    args: ['--continue-on-collection-errors'],
    mocks: ['mock-object block test_a.py:2 unittest.mock.Mock'],
    says: /1 passed, 1 error/u,
  },
  'a mock in a fixture of the whole session is laid to its line': {
    files: {
      'conftest.py':
        'import pytest\nfrom unittest.mock import Mock\n@pytest.fixture(scope="session", autouse=True)\ndef controller():\n    return Mock()\n',
      'test_a.py': 'def test_a(): pass\n',
    },
    mocks: ['mock-object block conftest.py:5 unittest.mock.Mock'],
    says: /1 error/u,
  },
};

function listCases(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /^test_.*\.py$/u.test(name));
}

/** Its interpreter; where it cannot be had the tests say so and are left out. */
async function obtainPython(test: Mocha.Context, obtained: Promise<Obtained>): Promise<string> {
  const found = await obtained;
  if (found.kind === 'absent') leaveOut(test, found.why);
  return path.join(found.folder, 'bin', 'python');
}

for (const need of PYTESTS) {
  describe(`the guard in Python under pytest ${need.pytest}`, function () {
    this.timeout(400_000);
    let python = '';
    before(async function () {
      python = await obtainPython(this, obtainPytest(need));
    });

    for (const [title, { files, args = [], mocks, says }] of Object.entries(DISARMING)) {
      it(`holds all the same: ${title}`, () => {
        const seen = runGuarded({ argv: [python, ...PYTEST, ...args], files });
        assert.deepEqual(seen.mocks, mocks, seen.out);
        assert.match(seen.out, says);
      });
    }

    if (need !== PYTESTS.at(-1) && !ALL_VERSIONS) {
      leaveToVersions('what stands in for a real part');
      return;
    }
    for (const file of listCases(CASES)) {
      it(`tells what stands in for a real part, and nothing else: ${file}`, () => {
        holdCases(python, CASES, file);
      });
    }
  });
}

describe('the guard in Python among packages of others', function () {
  this.timeout(400_000);
  let python = '';
  before(async function () {
    python = await obtainPython(this, obtainPythonPackages());
  });

  for (const file of listCases(PACKAGES)) {
    it(`tells those that stand in for real parts when they are used, and no others: ${file}`, () => {
      holdCases(python, PACKAGES, file);
    });
  }

  it('sees the tests of several processes of pytest-xdist', () => {
    holdCases(python, CASES, 'test_by_hand.py', ['-n', '2', '-p', 'no:randomly']);
  });
});
