import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CASES } from '../../fixtures/conformance/cases.ts';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';
import { placeCase } from './foreign-project.ts';

const PLAYWRIGHTS = ['1.42.1', '1.65.1'];
const passed = { outcome: 'passed' } as const;

for (const version of PLAYWRIGHTS) {
  conform({
    engine: 'playwright',
    version,
    isOlder: version !== PLAYWRIGHTS.at(-1),
    obtain: async () =>
      obtainForeign({
        kind: 'npm',
        name: `playwright-${version}`,
        packages: [`@playwright/test@${version}`, `playwright@${version}`, `playwright-core@${version}`],
      }),
    suite: (name, place) => ({
      files: [placeCase(name, place)],
      args: [
        '--workers=1',
        // Each run empties its own folder at its start.
        `--output=${join(place.folder, `${name}-output`)}`,
        '--reporter=json',
        ...(name === 'retries' ? ['--retries=2'] : []),
      ],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf(name, place) },
    }),
    own: async (name, place) => Promise.resolve(readReport(reportOf(name, place))),
    lacks: {
      'hangs-at-exit': 'playwright ends its workers itself, whatever they still wait for',
      ...(version === '1.42.1' && {
        'hangs-in-test':
          'its own limit for the whole run may strike before the one of the test is told, and then it tells neither',
      }),
    },
    differs: {
      // Playwright itself takes up to 75 ms for each test, so that thousands would take minutes.
      many: { ...CASES.many, tests: CASES.many.tests.slice(0, 200), timeout: '300s' },
      'hangs-in-test': { ...CASES['hangs-in-test'], timeout: '30s' },
      // A worker that dies takes one test with it; the rest goes on in another.
      crashes: {
        outcome: 'errored',
        reason: 'signal',
        tests: [passed, { outcome: 'errored', reason: 'signal', says: /SIGSEGV/u }, passed],
      },
      'exits-early': {
        outcome: 'errored',
        reason: 'exit-early',
        tests: [passed, { outcome: 'errored', reason: 'exit-early', says: /code=0/u }, passed],
      },
    },
  });
}

function reportOf(name: CaseName, { folder }: ConformancePlace): string {
  return join(folder, `${name}.json`);
}

interface JsonSuite {
  readonly title: string;
  readonly suites?: readonly JsonSuite[];
  readonly specs?: readonly JsonSpec[];
}

interface JsonSpec {
  readonly title: string;
  readonly tests: readonly {
    readonly status: 'skipped' | 'expected' | 'unexpected' | 'flaky';
    readonly results: readonly { readonly error?: { readonly message?: string } }[];
  }[];
}

/** Playwright's own JSON of this very run; it writes none when it is killed. */
function readReport(file: string): readonly OwnTest[] | undefined {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8')) as { readonly suites: readonly JsonSuite[] };
  return report.suites.flatMap((suite) => listTests(suite, []));
}

function listTests({ title, suites = [], specs = [] }: JsonSuite, above: readonly string[]): readonly OwnTest[] {
  const path = [...above, title];
  return [...specs.map((spec) => describeSpec(spec, path)), ...suites.flatMap((suite) => listTests(suite, path))];
}

function describeSpec({ title, tests }: JsonSpec, path: readonly string[]): OwnTest {
  const [test] = tests;
  const titles = [...path, title];
  if (test?.status === 'skipped') return { titles, outcome: 'skipped' };
  if (test?.status !== 'unexpected') return { titles, outcome: 'passed' };
  const text = stripVTControlCharacters(test.results.at(-1)?.error?.message ?? '').replace(/^Error: /u, '');
  const [message = ''] = text.split('\n');
  return { titles, message, ...describeMessage(message) };
}

/** The report does not tell phases; the text of what was raised does. */
function describeMessage(message: string): Pick<OwnTest, 'outcome' | 'phase'> {
  if (message.includes('no set-up')) return { outcome: 'errored', phase: 'set-up' };
  if (message.includes('no teardown')) return { outcome: 'errored', phase: 'teardown' };
  return { outcome: message.includes('worker process') ? 'errored' : 'failed' };
}
