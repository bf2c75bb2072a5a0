import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { assertSeen, readMarks, runGuarded } from '../../fixtures/tools/guard-lab.ts';
import { MOCK_PACKAGES } from './mock-packages.ts';
import { GUARD_PRELOAD } from './preload-path.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { ALL_VERSIONS, leaveToVersions } from '../../fixtures/foreign/older-versions.ts';

// The guard in vitest and jest, which load and transform tests by themselves: one run of a tool sees all its cases.

const ROOT = path.resolve(import.meta.dirname, '..', '..', '..');

interface Tool {
  readonly name: 'vitest' | 'jest';
  readonly version: string;
  readonly words: readonly string[];
  readonly isOlder?: boolean;
  /** Tests that have nothing to be refused, and pass. */
  readonly passed: RegExp;
}

const JEST = {
  name: 'jest',
  words: ['node_modules/jest/bin/jest.js', '--colors=false'],
  passed: /Tests: +\d+ failed, 3 passed/u,
} as const;
const VITEST = {
  name: 'vitest',
  words: ['node_modules/vitest/vitest.mjs', 'run'],
  passed: /Tests +\d+ failed \| 2 passed/u,
} as const;

const TOOLS: readonly Tool[] = [
  { ...VITEST, version: '3.2.7', isOlder: true },
  { ...VITEST, version: '4.1.12' },
  { ...VITEST, version: '4.1.12', words: [...VITEST.words, '--pool=threads'] },
  { ...JEST, version: '29.7.0', isOlder: true },
  { ...JEST, version: '30.5.2' },
];

describe('the guard in frameworks of Node', function guardInFrameworks() {
  this.timeout(120_000);
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  for (const { name, version, isOlder, words, passed } of TOOLS) {
    const title = `${[name, version, ...words.slice(2)].join(' ')} is refused what stands in for real parts, and nothing else`;
    if (isOlder === true && !ALL_VERSIONS) {
      leaveToVersions(title);
      continue;
    }
    it(title, async function refuses() {
      const tool = await obtainForeign({
        kind: 'npm',
        name: `${name}-${version}`,
        packages: [`${name}@${version}`, ...(name === 'vitest' ? ['vite@7.3.8'] : [])],
      });
      const mocks = await obtainForeign({ kind: 'npm', name: 'guard-nock', packages: ['nock@15.0.2'] });
      if (tool.kind === 'absent' || mocks.kind === 'absent') {
        leaveOut(this, [tool, mocks].flatMap((each) => (each.kind === 'absent' ? [each.why] : [])).join('; '));
      }
      const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'guarded-')));
      folders.push(folder);
      cpSync(path.join(ROOT, 'fixtures', 'guard', 'node', name), folder, { recursive: true });
      const files = readdirSync(folder).filter((file) => file.endsWith('.test.js'));
      const config = { name: 'project', private: true, jest: { testEnvironment: 'node' } };
      writeFileSync(path.join(folder, 'package.json'), JSON.stringify(config));
      mkdirSync(path.join(folder, 'node_modules'));
      for (const from of [
        path.join(tool.folder, 'node_modules'),
        path.join(mocks.folder, 'node_modules'),
        path.join(ROOT, 'node_modules'),
      ]) {
        for (const each of readdirSync(from)) link(from, each, path.join(folder, 'node_modules'));
      }
      const given = { node: process.execPath, folder, words, preload: GUARD_PRELOAD, policy: MOCK_PACKAGES };
      const ended = await runGuarded(given);
      assertSeen(
        ended,
        files.flatMap((file) => readMarks(folder, file)),
      );
      assert.match(stripVTControlCharacters(ended.output), passed);
    });
  }
});

/** The first one that has it. */
function link(from: string, name: string, to: string): void {
  if (name.startsWith('.')) return;
  try {
    symlinkSync(path.join(from, name), path.join(to, name));
  } catch {
    // It is there already.
  }
}
