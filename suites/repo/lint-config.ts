import { FOLDERS, TEST_IMPORTS } from './folder-table.ts';
import { MODULES, type ModuleRow } from './module-table.ts';

/** JSON as the linter's configuration file holds it. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

interface Override {
  readonly files: readonly string[];
  readonly rules: { readonly [rule: string]: Json };
}

const MODULE_NAMES = new Set(MODULES.map((row) => row.name));

/** What every pure module has to be handed instead of reading it. */
const IMPURE_GLOBALS =
  'Date process performance console crypto fetch globalThis setTimeout setInterval setImmediate queueMicrotask'.split(
    ' ',
  );

/** The parts of `process` that are the shell's alone; pid, kill, platform, hrtime, execPath and the like stay free. */
const SHELL_PROPERTIES =
  'env argv argv0 exit exitCode abort cwd chdir umask stdin stdout stderr on once addListener emitWarning nextTick send'.split(
    ' ',
  );

const SHELL_REASON = 'only src/cli touches it; take it from the Environment value that you are handed';

const SIZES = {
  'max-lines': ['error', { max: 250 }],
  'max-lines-per-function': ['error', { max: 50 }],
  complexity: ['error', { max: 10 }],
  'max-params': ['error', { max: 4 }],
  'max-depth': ['error', { max: 3 }],
} as const;

const BASE_RULES: { readonly [rule: string]: Json } = {
  ...SIZES,
  'typescript/consistent-return': 'off',
  'import/no-named-as-default-member': 'off',
  // Type-only cycles count too: a type that travels both ways says that two files are one.
  'import/no-cycle': ['error', { ignoreTypes: false }],
  'import/no-default-export': 'error',
  'typescript/no-explicit-any': 'error',
  'typescript/no-non-null-assertion': 'error',
  'typescript/no-misused-promises': 'error',
  'typescript/no-unsafe-argument': 'error',
  'typescript/no-unsafe-assignment': 'error',
  'typescript/no-unsafe-call': 'error',
  'typescript/no-unsafe-member-access': 'error',
  'typescript/no-unsafe-return': 'error',
  'typescript/only-throw-error': 'error',
  'typescript/prefer-promise-reject-errors': 'error',
  'typescript/return-await': 'error',
  'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
  'typescript/consistent-type-imports': 'error',
  'typescript/prefer-readonly': 'error',
  'typescript/no-require-imports': 'error',
  'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  'unicorn/prefer-node-protocol': 'error',
  'unicorn/no-process-exit': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  'no-else-return': 'error',
  'no-nested-ternary': 'error',
  'no-param-reassign': 'error',
};

/** The only form that refuses everything not named: a plain allow of `node:*` would not admit `node:fs/promises`. */
export function makeAllowList(imports: readonly string[]): Json {
  const allowed = imports.flatMap((name) => {
    if (name === 'node') return ['!node:*', '!node:*/*'];
    return [MODULE_NAMES.has(name) ? `!#${name}` : `!${name}`];
  });
  const shellOnly = imports.includes('node') ? ['node:process'] : [];
  return [
    'error',
    {
      patterns: [
        {
          group: ['*', '../**', '#*', '!./*', ...allowed, ...shellOnly],
          message: 'not in the row of this folder in suites/repo/module-table.ts',
        },
      ],
    },
  ];
}

function makeProcessRules(row: ModuleRow): { readonly [rule: string]: Json } {
  if (row.ownsProcess === true) return {};
  if (row.pure !== true) return SHELL_RULES;
  return {
    'no-restricted-globals': ['error', ...IMPURE_GLOBALS.map((name) => ({ name, message: 'this module is pure' }))],
    'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'this module is pure' }],
  };
}

const SHELL_RULES: { readonly [rule: string]: Json } = {
  'no-restricted-globals': ['error', { name: 'console', message: SHELL_REASON }],
  'no-restricted-properties': [
    'error',
    ...SHELL_PROPERTIES.map((property) => ({ object: 'process', property, message: SHELL_REASON })),
    { object: 'globalThis', property: 'process', message: SHELL_REASON },
    { object: 'globalThis', property: 'console', message: SHELL_REASON },
  ],
};

function makeModuleOverrides(row: ModuleRow): readonly Override[] {
  const folder = `src/${row.name}`;
  return [
    {
      files: [`${folder}/**/*.ts`],
      rules: { 'no-restricted-imports': makeAllowList(row.imports), ...makeProcessRules(row) },
    },
    // A later override replaces the rule as a whole, so tests repeat their module's row instead of switching it off.
    {
      files: [`${folder}/**/*.test.ts`],
      rules: { 'no-restricted-imports': makeAllowList([...new Set([...row.imports, ...TEST_IMPORTS])]) },
    },
  ];
}

const LOOSE_IN_TESTS: Override = {
  files: ['**/*.test.ts', '**/*.suite.ts'],
  rules: {
    'max-lines': ['error', { max: 500 }],
    'max-lines-per-function': 'off',
    'no-restricted-globals': 'off',
    'no-restricted-properties': 'off',
    'unicorn/consistent-function-scoping': 'off',
    // A test reads what the product wrote; a wrong shape fails the assertion that follows.
    'typescript/no-unsafe-type-assertion': 'off',
  },
};

/** Files that are a process of their own, or are loaded into a child: nobody could hand them an Environment. */
const PROGRAMS: Override = {
  files: ['src/**/*-main.ts', 'src/**/*-plugin.ts', 'src/**/*.cts'],
  rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off', 'unicorn/no-process-exit': 'off' },
};

/**
 * The guard of Node has to be CommonJS, and may only ever write what it takes from `require` as a type it states itself; it reads and patches
 * objects of others, whose shapes nobody declares.
 */
const PRELOADS: Override = {
  files: ['src/guard/*.cts'],
  rules: {
    'no-underscore-dangle': 'off',
    'typescript/consistent-type-imports': 'off',
    'typescript/unbound-method': 'off',
    'no-restricted-globals': 'off',
    'no-restricted-properties': 'off',
    'typescript/no-require-imports': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
  },
};

/** Plain JavaScript is outside the compiler's project: the linter sees no types there, so it would call all of it unsafe. */
const UNTYPED: Override = {
  files: ['**/*.js'],
  rules: Object.fromEntries(
    ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
      `typescript/no-unsafe-${what}`,
      'off',
    ]),
  ),
};

/** The whole linter configuration as a value; the file is its JSON text. */
export function makeLintConfig(): Json {
  return {
    $schema: './node_modules/oxlint/configuration_schema.json',
    plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
    options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
    categories: { correctness: 'error', suspicious: 'error' },
    ignorePatterns: [
      'dist/**',
      'reports/**',
      'coverage/**',
      'fixtures/guard/node/**',
      'fixtures/init/**',
      'fixtures/orders-service/**',
      'fixtures/ledger-service/**',
      'fixtures/parcels-service/**',
      'fixtures/guard/hostile/*/**',
      'fixtures/guard/listed/**/*.{cjs,mjs,mts}',
      'fixtures/guard/peers/**',
    ],
    rules: BASE_RULES,
    overrides: [
      ...MODULES.flatMap((row) => makeModuleOverrides(row)),
      ...FOLDERS.map((row) => ({
        files: [`${row.folder}/**/*.ts`],
        rules: { 'no-restricted-imports': makeAllowList(row.imports) },
      })),
      LOOSE_IN_TESTS,
      PROGRAMS,
      PRELOADS,
      UNTYPED,
      {
        files: ['src/cli/**/*.ts', 'bin/*.js', 'suites/**/*-main.ts', 'fixtures/**/*.ts'],
        rules: { 'unicorn/no-process-exit': 'off' },
      },
    ].map((override) => ({ files: override.files, rules: override.rules })),
  };
}
