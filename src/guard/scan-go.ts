import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding, FindingVerdict } from '#domain';
import { makeLocator } from './locate.ts';
import { isGoMock } from './mock-packages-go.ts';
import { blankGo, findGeneratedUses, findMaker } from './scan-go-generated.ts';
import type { ScanResult } from './scan-scripts.ts';
import { findReplacedSeams } from './scan-go-seams.ts';
import { REAL_PARTS } from './script-rule.ts';

const GO_LIST_MS = 60_000;
const CONSTRAINT = /^\/\/go:build (?<tags>.+)$/mu;
const LISTENS = /\b(?:net\.Listen(?:TCP|Packet|UDP)?|http\.ListenAndServe(?:TLS)?|http\.Serve)\s*\(/gu;
const SERVERS = 'New(?:TLS|Unstarted)?Server\\s*\\(';
/** Under its own name, under another, or with its names strewn into the file. */
const HTTPTEST = /(?:\b(?!import\b)(?<name>\w+)[ \t]+|(?<dot>\.)[ \t]+)?"net\/http\/httptest"/u;

/** One package as `go list` tells it. */
interface GoPackage {
  readonly dir: string;
  readonly testFiles: readonly string[];
  /** Import paths of the test files, their own package's included. */
  readonly imports: readonly string[];
  /** Files of the package itself, and tests that the build tags in force leave out. */
  readonly files: readonly string[];
  readonly leftOut: readonly string[];
  /** Path of the module; empty outside of one. */
  readonly module: string;
}

/**
 * Reads the tests of the Go packages that hold the given files, with the build tags that `args` of `go test` name; what only dependencies
 * import is innocent.
 */
export function scanGo(files: readonly string[], args: readonly string[] = []): ScanResult {
  const folders = [...new Set(files.filter((file) => file.endsWith('_test.go')).map((file) => dirname(file)))];
  const findings: Finding[] = [];
  const problems: string[] = [];
  const read: string[] = [];
  for (const folder of folders) {
    try {
      const found = listPackage(folder, listTags(args));
      const tests = found.testFiles.map((name) => join(found.dir, name));
      read.push(...tests);
      const real = listReal(found);
      for (const test of tests) findings.push(...scanFile(test, found, real));
      findings.push(...findGeneratedUses(found.dir, found.files, found.testFiles), ...listLeftOut(found));
      findings.push(...findReplacedSeams(found));
      for (const helper of listHelpers(found)) findings.push(...scanHelper(helper, tests));
    } catch (error) {
      problems.push(`${folder}: go list failed: ${describe(error)}`);
    }
  }
  return { findings, files: read, problems };
}

/** `-tags x`, `-tags=x` and their forms with two hyphens; the last one holds, as it does for `go test`. */
function listTags(args: readonly string[]): readonly string[] {
  const given = args.flatMap((word, index) => {
    const [name, value = args[index + 1] ?? ''] = word.split(/=(.*)/su);
    return name === '-tags' || name === '--tags' ? [`-tags=${value}`] : [];
  });
  return given.slice(-1);
}

const ASKED = '-json=Dir,Module,GoFiles,TestGoFiles,XTestGoFiles,IgnoredGoFiles,TestImports,XTestImports';

function listPackage(folder: string, tags: readonly string[]): GoPackage {
  const text = runGo(['list', '-e', ...tags, ASKED, '.'], folder);
  const value: unknown = JSON.parse(text);
  const list = (key: string): readonly string[] => readList(value, key);
  return {
    dir: folder,
    testFiles: [...list('TestGoFiles'), ...list('XTestGoFiles')],
    imports: [...list('TestImports'), ...list('XTestImports')],
    files: list('GoFiles'),
    leftOut: list('IgnoredGoFiles').filter((name) => name.endsWith('_test.go')),
    module: readModule(value),
  };
}

/** Tests that nobody reads are told: with other tags they might be the ones that run. */
function listLeftOut({ dir, leftOut }: GoPackage): readonly Finding[] {
  return leftOut.flatMap((name) => {
    const file = join(dir, name);
    const text = readFileSync(file, 'utf8');
    const found = CONSTRAINT.exec(text);
    if (found === null) return [];
    const sentence = `was not read: its build constraint is ${found.groups?.['tags'] ?? ''}`;
    const mend = 'give the tags as `args` of the suite, or in GOFLAGS';
    return [{ rule: 'left-out', verdict: 'warn', file, ...makeLocator(text)(found.index), sentence, mend }];
  });
}

function isOwn(path: string, module: string): boolean {
  return module !== '' && `${path}/`.startsWith(`${module}/`);
}

/** Packages of the same module that tests load, and those load in turn: each by what `go list` tells of it. */
function listHelpers({ dir, imports, module }: GoPackage): readonly Helper[] {
  const queue = imports.filter((path) => isOwn(path, module));
  const seen = new Set(queue);
  const helpers: Helper[] = [];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const text = runGo(['list', '-e', '-json=Dir,GoFiles,Imports', path], dir);
    const value: unknown = JSON.parse(text);
    const helper = {
      dir: readText(value, 'Dir'),
      files: readList(value, 'GoFiles'),
      imports: readList(value, 'Imports'),
      module,
    };
    helpers.push(helper);
    for (const next of helper.imports.filter((one) => isOwn(one, module) && !seen.has(one))) {
      seen.add(next);
      queue.push(next);
    }
  }
  return helpers;
}

/** A package of the project that is no test. */
type Helper = Pick<GoPackage, 'dir' | 'files' | 'imports' | 'module'>;

/** What a generator made is told where it is imported. */
function scanHelper(helper: Helper, through: readonly string[]): readonly Finding[] {
  const paths = helper.files.map((name) => join(helper.dir, name));
  if (paths.some((path) => findMaker(readFileSync(path, 'utf8')) !== undefined)) return [];
  return paths.flatMap((path) => scanFile(path, helper)).map((finding) => ({ ...finding, through }));
}

function runGo(args: readonly string[], cwd: string): string {
  return execFileSync('go', args, {
    cwd,
    encoding: 'utf8',
    timeout: GO_LIST_MS,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function readText(value: unknown, key: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === 'string' ? found : '';
}

function readModule(value: unknown): string {
  return typeof value === 'object' && value !== null && 'Module' in value ? readText(value.Module, 'Path') : '';
}

function readList(value: unknown, key: string): readonly string[] {
  if (typeof value !== 'object' || value === null || !(key in value)) return [];
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}

/** Names that lead to the service's own handlers: functions of the package that is tested, and packages of the same module. */
function listReal({ dir, files, imports, module }: GoPackage): readonly string[] {
  const made = files.flatMap((name) => {
    const text = readFileSync(join(dir, name), 'utf8');
    return findMaker(text) === undefined ? [...text.matchAll(/^func (\w+)\(/gmu)].map(([, word = '']) => word) : [];
  });
  const own = imports.filter((path) => isOwn(path, module));
  return [...made, ...own.map((path) => path.split('/').at(-1) ?? path)];
}

function scanFile(
  file: string,
  { imports, module }: Pick<GoPackage, 'imports' | 'module'>,
  real: readonly string[] = [],
): readonly Finding[] {
  const text = readFileSync(file, 'utf8');
  const code = blankGo(text);
  const locate = makeLocator(text);
  const at = (offset: number, rule: string, sentence: string, verdict: FindingVerdict = 'block'): Finding => ({
    rule,
    verdict,
    file,
    ...locate(offset),
    sentence,
    mend: REAL_PARTS,
  });
  const loads = imports.flatMap((path) => {
    const offset = text.indexOf(`"${path}"`);
    const why = offset < 0 ? undefined : describeImport(path, dirname(file), module);
    return why === undefined ? [] : [at(offset, 'mock-package', why)];
  });
  const servers = [...code.matchAll(serverCalls(text))].map(({ 0: call, index }) => {
    const name = nameCall(call);
    const [word = ''] = /^[\s&*]*(\w*)/u.exec(code.slice(index + call.length))?.slice(1) ?? [];
    return real.includes(word)
      ? at(index, 'own-server', `${name} serves a handler of the project itself`, 'warn')
      : at(index, 'fake-server', `${name} plays the part of a real server`);
  });
  const listens = [...code.matchAll(LISTENS)].map(({ 0: call, index }) =>
    at(index, 'own-server', `${nameCall(call)} is called by the test itself: it may play a real server`, 'warn'),
  );
  return [...loads, ...servers, ...listens];
}

function nameCall(call: string): string {
  return call.replace(/\s*\($/u, '');
}

/** Calls that make a server of httptest, by the name that this file gives to the package. */
function serverCalls(text: string): RegExp {
  const { name = 'httptest', dot } = HTTPTEST.exec(text)?.groups ?? {};
  return dot === undefined ? new RegExp(`\\b${name}\\.${SERVERS}`, 'gu') : new RegExp(`(?<![\\w.])${SERVERS}`, 'gu');
}

function describeImport(path: string, folder: string, module: string): string | undefined {
  if (isGoMock(path, isOwn(path, module))) return `${path} is imported`;
  const made = findGenerated(path, folder);
  return made === undefined ? undefined : `${path} is imported, generated by ${made}`;
}

/** First-party packages that a generator made: their files say so in the first lines. */
function findGenerated(path: string, folder: string): string | undefined {
  try {
    const text = execFileSync('go', ['list', '-f', '{{.Dir}}\n{{.Module}}\n{{range .GoFiles}}{{.}}\n{{end}}', path], {
      cwd: folder,
      encoding: 'utf8',
      timeout: GO_LIST_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [dir = '', , ...names] = text.trim().split('\n');
    if (dir.includes('/pkg/mod/') || !existsSync(dir)) return undefined;
    for (const name of names) {
      const maker = findMaker(readFileSync(join(dir, name), 'utf8'));
      if (maker !== undefined) return maker;
    }
  } catch {
    // A package that cannot be listed fails in the compiler, with a better sentence.
  }
  return undefined;
}

function describe(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'go is not on the PATH';
  if (!(error instanceof Error)) return String(error);
  // The first line repeats the command; the next says what was wrong.
  const [command = '', why = command] = error.message.split('\n').filter((line) => line.trim() !== '');
  return why;
}
