import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Says by its name what it is, and no project allows it. */
const MOCK_PACKAGE = 'reality-canary-mock';

/** A test with a known mock: file and text. */
type CanaryFile = readonly [name: string, text: string];

/** For each engine whose runtime has a guard. What a framework offers itself is tried where it loads packages in its own way. */
const TESTS: Readonly<Record<string, CanaryFile>> = {
  mocha: ['canary.test.cjs', `it('meets a mock', () => { require('${MOCK_PACKAGE}'); });\n`],
  'node-test': [
    'canary.test.cjs',
    `require('node:test').test('meets a mock', () => { require('${MOCK_PACKAGE}'); });\n`,
  ],
  jest: ['canary.test.js', "test('meets a mock', () => { jest.spyOn(require('http'), 'request'); });\n"],
  vitest: [
    'canary.test.mjs',
    "import { test, vi } from 'vitest';\nimport http from 'node:http';\ntest('meets a mock', () => { vi.spyOn(http, 'request'); });\n",
  ],
  playwright: [
    'canary.spec.js',
    `const { test } = require('@playwright/test');\ntest('meets a mock', () => { require('${MOCK_PACKAGE}'); });\n`,
  ],
  pytest: ['test_canary.py', 'from unittest.mock import Mock\n\n\ndef test_canary():\n    Mock().answer()\n'],
};

/** True where there is a guard to be tried. */
export function hasCanary(engine: string): boolean {
  return TESTS[engine] !== undefined;
}

/**
 * Writes a project of one test into a folder: the tools are those that are installed for `cwd`, and the mock is a package of its own. Returns
 * the file of the test.
 */
export function writeCanary(engine: string, folder: string, cwd: string): string {
  const [name, text] = TESTS[engine] ?? ['', ''];
  const packages = path.join(folder, 'node_modules');
  mkdirSync(path.join(packages, MOCK_PACKAGE), { recursive: true });
  const installed = findPackages(cwd);
  for (const entry of installed === undefined ? [] : readdirSync(installed)) {
    if (!entry.startsWith('.') && entry !== MOCK_PACKAGE) {
      symlinkSync(path.join(installed ?? '', entry), path.join(packages, entry));
    }
  }
  const about = { name: MOCK_PACKAGE, version: '1.0.0', main: 'index.js' };
  writeFileSync(path.join(packages, MOCK_PACKAGE, 'package.json'), JSON.stringify(about));
  writeFileSync(path.join(packages, MOCK_PACKAGE, 'index.js'), 'module.exports = { mock: () => undefined };\n');
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'reality-canary', private: true }));
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function findPackages(from: string): string | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const packages = path.join(folder, 'node_modules');
    if (existsSync(packages)) return packages;
    if (folder === path.dirname(folder)) return undefined;
  }
}
