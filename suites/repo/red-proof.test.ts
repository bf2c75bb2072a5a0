import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './repository.ts';

interface Planted {
  readonly files: Readonly<Record<string, string>>;
  readonly rule: string;
}

/** What the linter has to refuse, each planted alone into a copy of the tree. */
const PLANTED: Readonly<Record<string, Planted>> = {
  'a forbidden import': {
    files: { 'src/judge/planted.ts': "export { readFile } from 'node:fs/promises';\n" },
    rule: 'no-restricted-imports',
  },
  'a forbidden import in a test': {
    files: { 'src/judge/planted.test.ts': "export type { World } from '#world';\n" },
    rule: 'no-restricted-imports',
  },
  'a deep import': {
    files: { 'src/judge/planted.ts': "export { unreachable } from '../domain/words.ts';\n" },
    rule: 'no-restricted-imports',
  },
  'a cycle between files': {
    files: {
      'src/judge/planted.ts': "import { two } from './planted-too.ts';\nexport const one: number = two;\n",
      'src/judge/planted-too.ts': "import { one } from './planted.ts';\nexport const two: number = one;\n",
    },
    rule: 'no-cycle',
  },
  'a cycle through a face': {
    files: {
      'src/cli/planted.ts': "export { planted } from '#child';\n",
      'src/child/index.ts': "export { planted } from './planted.ts';\n",
      'src/child/planted.ts': "export { planted } from '#cli';\n",
      'src/cli/index.ts': "export { planted } from './planted.ts';\n",
    },
    rule: 'no-cycle',
  },
  'a floating promise': {
    files: {
      'src/child/planted.ts':
        'async function wait(): Promise<void> {\n  await Promise.resolve();\n}\n\nexport function planted(): void {\n  wait();\n}\n',
    },
    rule: 'no-floating-promises',
  },
  'a clock in a pure module': {
    files: { 'src/judge/planted.ts': 'export const now: number = Date.now();\n' },
    rule: 'no-restricted-globals',
  },
  'the environment outside the shell': {
    files: { 'src/child/planted.ts': "export const home: string | undefined = process.env['HOME'];\n" },
    rule: 'no-restricted-properties',
  },
};

function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'reality-red-proof-'));
  for (const name of ['src', 'fixtures', '.oxlintrc.json', 'tsconfig.json', 'package.json']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Puts back what a planted file replaced. */
function restore(copy: string, path: string): void {
  rmSync(join(copy, path));
  if (existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(copy, path));
}

/** Lints only what was planted, with all that it imports: the rest of the tree is what `npm run lint` is for. */
function lint(folder: string, paths: readonly string[]): { readonly status: number | null; readonly text: string } {
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const result = spawnSync(process.execPath, [oxlint, '--format=unix', ...paths], { cwd: folder, encoding: 'utf8' });
  return { status: result.status, text: result.stdout + result.stderr };
}

describe('red proof of the linter', function () {
  let copy = '';
  before(() => {
    copy = copyTree();
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  for (const [name, planted] of Object.entries(PLANTED)) {
    it(`refuses ${name}`, () => {
      for (const [path, source] of Object.entries(planted.files)) {
        mkdirSync(dirname(join(copy, path)), { recursive: true });
        writeFileSync(join(copy, path), source);
      }
      const { status, text } = lint(copy, Object.keys(planted.files));
      for (const path of Object.keys(planted.files)) restore(copy, path);
      assert.equal(status, 1, text);
      assert.match(text, new RegExp(`planted[a-z-]*\\.(test\\.)?ts:.*\\(${planted.rule}\\)`), text);
    });
  }
});
