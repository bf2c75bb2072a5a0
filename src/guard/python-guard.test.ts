import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Obtained } from '../../fixtures/foreign/obtain.ts';
import { obtainPythonPackages } from '../../fixtures/foreign/python-packages.ts';
import { PYTESTS, obtainPytest } from '../../fixtures/foreign/pytests.ts';
import { runGuarded } from '../../fixtures/tools/guarded-python.ts';
import type { Guarded } from '../../fixtures/tools/guarded-python.ts';

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
  const seen = runGuarded({ argv: [python, ...PYTEST, ...args, file], root });
  const cases = readCases(path.join(root, file));
  assert.notEqual(cases.length, 0);
  assert.deepEqual(
    Object.fromEntries(cases.map((one) => [one.name, describeTest(one.name, seen)])),
    Object.fromEntries(cases.map((one) => [one.name, expectOf(one)])),
    seen.out,
  );
}

const PYTEST = ['-m', 'pytest', '-q', '-rA', '-p', 'no:cacheprovider'];

function listCases(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /^test_.*\.py$/u.test(name));
}

/** Its interpreter; where it cannot be had the tests say so and are left out. */
async function obtainPython(test: Mocha.Context, obtained: Promise<Obtained>): Promise<string> {
  const found = await obtained;
  if (found.kind === 'absent') {
    process.stderr.write(`skipped: ${found.why}\n`);
    test.skip();
  }
  return path.join(found.folder, 'bin', 'python');
}

for (const need of PYTESTS) {
  describe(`the guard in Python under pytest ${need.pytest}`, function () {
    this.timeout(400_000);
    let python = '';
    before(async function () {
      python = await obtainPython(this, obtainPytest(need));
    });

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
