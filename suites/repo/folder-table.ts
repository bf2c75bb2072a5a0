// What lies outside `src`, and what tests may import on top of their module: the other half of `module-table.ts`.

/** A folder outside `src` and what its files may import. */
interface FolderRow {
  readonly folder: string;
  readonly imports: readonly string[];
}

export const FOLDERS: readonly FolderRow[] = [
  { folder: 'suites/camera', imports: ['reality-harness', 'reality-harness/kit', 'node'] },
  {
    folder: 'suites/self',
    imports: [
      'domain',
      'journal',
      'kit',
      'fast-check',
      'ws',
      'undici',
      'yaml',
      '../../fixtures/guard/hostile/*.ts',
      'node',
      '../../fixtures/*.ts',
      '../../fixtures/foreign/*.ts',
      '../../fixtures/guard/listed/*.ts',
    ],
  },
  {
    folder: 'suites/repo',
    imports: [
      'domain',
      'config',
      'journal',
      'rule',
      'judge',
      'assess',
      'report',
      'guard',
      'component',
      'engine',
      'store',
      'cli',
      'fast-check',
      'oxc-parser',
      'yaml',
      'zod',
      'node',
      '../faults/*.ts',
      '../../fixtures/guard/listed/*.ts',
      '../../fixtures/tools/*.ts',
    ],
  },
  {
    folder: 'suites/conformance',
    imports: ['domain', 'node', '../self/*.ts', '../../fixtures/conformance/*.ts', '../../fixtures/foreign/*.ts'],
  },
  {
    folder: 'suites/bench',
    imports: [
      'domain',
      'contact',
      'journal',
      'node',
      '../self/*.ts',
      '../mutants/*.ts',
      '../../fixtures/foreign/*.ts',
      '../../fixtures/tools/*.ts',
    ],
  },
  {
    folder: 'suites/faults',
    imports: ['domain', 'journal', 'judge', 'store', 'yaml', 'node', '../mutants/*.ts'],
  },
  { folder: 'suites/mutants', imports: ['yaml', 'node', '../self/*.ts'] },
  { folder: 'fixtures/camera-service', imports: ['ws', 'fast-check', 'node'] },
  {
    folder: 'fixtures/tools',
    imports: [
      'domain',
      'config',
      'child',
      'journal',
      'judge',
      'assess',
      'fast-check',
      'provision',
      'engine',
      'world',
      'component',
      'runner',
      'store',
      'zod',
      'node',
    ],
  },
  { folder: 'fixtures/suites', imports: ['mocha', 'node'] },
  { folder: 'fixtures/conformance', imports: ['domain', 'node'] },
  { folder: 'fixtures/foreign', imports: ['provision', 'node'] },
  { folder: 'fixtures/guard', imports: ['node'] },
  { folder: 'fixtures/programs', imports: ['kit', 'ws', 'node'] },
];

/** What a test beside the code may import on top of its module's row. */
export const TEST_IMPORTS: readonly string[] = [
  'node',
  'fast-check',
  '../../fixtures/tools/*.ts',
  '../../fixtures/foreign/*.ts',
  '../../fixtures/guard/hostile/*.ts',
];
