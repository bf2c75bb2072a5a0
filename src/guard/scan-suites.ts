import { basename } from 'node:path';
import { present } from '#domain';
import type { Finding } from '#domain';
import { SCRIPT } from './first-party.ts';
import { listFiles } from './list-files.ts';
import { scan } from './scan.ts';
import type { ScanRequest } from './scan.ts';

/** One suite whose files are to be read. */
export interface ScannedSuite {
  readonly name: string;
  readonly engine: string;
  readonly paths: readonly string[];
  /** Bounds what is first-party. */
  readonly root: string;
  /** Of engine go-test: its build tags decide which files there are. */
  readonly goArgs?: readonly string[];
}

export interface SuitesScan {
  /** Distinct files that were read, those that others led to included. */
  readonly files: number;
  readonly findings: readonly Finding[];
  /** Suite → its findings, as places in `findings`. */
  readonly bySuite: Readonly<Record<string, readonly number[]>>;
  /** Suites of which no file is a program of a language that can be read. */
  readonly unread: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Scans the files of all suites at once, each file once. Only where something was found is it asked again suite by suite whose it is: a
 * helper may be reached from several.
 */
export function scanSuites(suites: readonly ScannedSuite[], python?: string): SuitesScan {
  const more = python === undefined ? {} : { python };
  const unread = suites.filter(({ paths }) => !listFiles(paths).some(isProgram)).map(({ name }) => name);
  const read = suites.filter(({ name }) => !unread.includes(name));
  const groups = new Set(read.map(groupOf));
  const wholes = [...groups].map((group) => {
    const own = read.filter((one) => groupOf(one) === group);
    const [{ root, goArgs } = { root: '' }] = own;
    return scan({ paths: [...new Set(own.flatMap(({ paths }) => paths))], root, ...more, ...present({ goArgs }) });
  });
  const findings = new Map(wholes.flatMap((whole) => whole.findings).map((one) => [keyOf(one), one]));
  const keys = [...findings.keys()];
  const bySuite = Object.fromEntries(
    read.map((suite) => [suite.name, keys.length === 0 ? [] : attribute(suite, keys, more)]),
  );
  return {
    files: new Set(wholes.flatMap(({ files }) => files)).size,
    findings: [...findings.values()],
    bySuite,
    unread,
    problems: [...new Set(wholes.flatMap(({ problems }) => problems))],
  };
}

/** Files of one project are read at once, apart from those that other build tags make other files. */
function groupOf({ root, goArgs = [] }: ScannedSuite): string {
  return JSON.stringify([root, goArgs]);
}

function attribute(
  { paths, root, engine, goArgs = [] }: ScannedSuite,
  keys: readonly string[],
  more: Pick<ScanRequest, 'python'>,
): readonly number[] {
  const own = scan({ paths, root, ...more, goArgs }).findings.filter((finding) => concerns(finding, engine));
  return own.map((finding) => keys.indexOf(keyOf(finding))).filter((index) => index !== -1);
}

/** Settings of one tool say nothing of the suites of another. */
function concerns({ file, rule, sentence }: Finding, engine: string): boolean {
  const name = basename(file);
  const owner = OWNERS.find(([pattern]) => pattern.test(name))?.[1];
  if (owner !== undefined) return owner.includes(engine);
  if (name !== 'package.json') return true;
  const isImports = rule === 'module-mapped' && sentence.startsWith('#');
  return isImports
    ? NODE_ENGINES.includes(engine)
    : engine === 'jest' || (rule === 'mock-package' && engine === 'mocha');
}

const NODE_ENGINES = ['mocha', 'jest', 'vitest', 'node-test', 'playwright'];
const OWNERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\.mocharc\./u, ['mocha']],
  [/^jest\.config\./u, ['jest']],
  [/^(?:vitest|vite)\.config\./u, ['vitest']],
  [/^playwright\.config\./u, ['playwright']],
];

function isProgram(file: string): boolean {
  return (SCRIPT.test(file) && !file.endsWith('.d.ts')) || /\.(?:py|go)$/u.test(file);
}

function keyOf({ rule, file, line, column, sentence }: Finding): string {
  return [rule, file, line, column, sentence].join('\n');
}
