import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { terminalName } from '#display';
import { EXIT, RealityError, count } from '#domain';
import type { Finding } from '#domain';
import { ENGINES } from '#engine';
import { holdAgainst, makeBaseline, parseBaseline, scan as scanPaths } from '#guard';
import type { AgainstBaseline, ScanResult } from '#guard';
import type { Given } from './given.ts';
import { loadProject } from './project.ts';
import type { Shell } from './shell.ts';

interface Scope {
  readonly paths: readonly string[];
  readonly root: string;
  /** What was looked at, in words. */
  readonly what: string;
  /** Only what these files are part of is told. */
  readonly changed?: ReadonlySet<string>;
}

/** Reads test files for what stands in for real parts. Nothing is started and nothing is imported. */
export async function scan(shell: Shell, given: Given): Promise<number> {
  const scope = await chooseScope(shell, given);
  const missing = scope.paths.filter((path) => !existsSync(path));
  if (missing.length > 0) throw new RealityError('usage', `nothing is at ${missing.join(', ')}`);
  const whole = await scanPaths(scope);
  const result = scope.changed === undefined ? whole : keepChanged(whole, scope.changed);
  if (result.files.length === 0 && result.problems.length === 0) {
    if (given.flag('changed')) return EXIT.passed;
    shell.err(`reality: no JavaScript, TypeScript, Python or Go file in ${scope.what}: nothing was scanned\n`);
    return EXIT.nothing;
  }
  const held = hold(shell, given, result, scope);
  if (given.flag('json')) shell.out(`${JSON.stringify({ version: 1, ...result, fresh: held.fresh }, null, 2)}\n`);
  else tell(shell, result, held, scope);
  return held.fresh.length > 0 || result.problems.length > 0 ? EXIT.failed : EXIT.passed;
}

/** The given paths, or the files of all suites that must not mock, or this folder. */
async function chooseScope(shell: Shell, given: Given): Promise<Scope> {
  const { cwd } = shell.environment;
  const named = given.words.map((word) => resolve(cwd, word));
  const hasConfig = given.text('config') !== undefined || existsSync(resolve(cwd, 'reality.yaml'));
  if (named.length > 0 && !(hasConfig && given.flag('changed'))) {
    return { paths: named, root: cwd, what: given.words.join(', ') };
  }
  if (!hasConfig) return { paths: [cwd], root: cwd, what: 'this folder' };
  const config = await loadProject(shell, given);
  const paths = config.suites
    .filter(({ lane }) => lane !== 'unit')
    .flatMap((suite) => ENGINES[suite.engine]?.files(suite.options, suite) ?? []);
  const what = 'the suites that must not mock';
  const changed = named.length > 0 ? { changed: new Set(named) } : {};
  return { paths: [...new Set(paths)], root: config.root, what, ...changed };
}

/** A file may mock where only suites of lane `unit` lead to it; a helper is told by the file that changes as well as by the test that loads it. */
function keepChanged(result: ScanResult, changed: ReadonlySet<string>): ScanResult {
  const findings = result.findings.filter(({ file, through = [] }) =>
    [file, ...through].some((one) => changed.has(one)),
  );
  const problems = result.problems.filter((text) => [...changed].some((file) => text.startsWith(file)));
  return { findings, files: result.files.filter((file) => changed.has(file)), problems };
}

function hold(shell: Shell, given: Given, { findings }: ScanResult, { root }: Scope): AgainstBaseline {
  const { cwd } = shell.environment;
  const path = given.text('baseline');
  const baseline = path === undefined ? undefined : readBaseline(resolve(cwd, path), given);
  const held = holdAgainst(findings, baseline ?? new Map(), root);
  if (!given.flag('write-baseline')) return held;
  if (path === undefined) throw new RealityError('usage', '--write-baseline needs --baseline FILE');
  // Also one that has shrunk to nothing: a file that is there never grows.
  if (baseline !== undefined && held.fresh.length > 0) {
    throw new RealityError('usage', `${path} may only shrink, and tolerates fewer than these`, {
      details: held.fresh.map((finding) => describe(finding, root)),
    });
  }
  writeFileSync(resolve(cwd, path), makeBaseline(findings, root));
  shell.err(`reality: ${path} written\n`);
  return { fresh: [], tolerated: findings.filter(({ verdict }) => verdict === 'block').length, gone: 0 };
}

/** Undefined where there is none yet and it is to be written. */
function readBaseline(path: string, given: Given): ReadonlyMap<string, number> | undefined {
  if (existsSync(path)) return parseBaseline(readFileSync(path, 'utf8'), path);
  if (given.flag('write-baseline') && existsSync(dirname(path))) return undefined;
  throw new RealityError('usage', `${path} is not there; --write-baseline makes it`);
}

function tell(shell: Shell, result: ScanResult, held: AgainstBaseline, { root, what }: Scope): void {
  const warnings = result.findings.filter(({ verdict }) => verdict === 'warn');
  for (const finding of held.fresh) shell.out(`${describe(finding, root)}\n  mend: ${finding.mend}\n`);
  for (const finding of warnings) shell.out(`${describe(finding, root)} (listed only)\n`);
  for (const problem of result.problems) shell.out(`${terminalName(problem)}\n`);
  const tolerated = held.tolerated > 0 ? `, ${held.tolerated} tolerated by the ledger` : '';
  const gone = held.gone > 0 ? `; ${held.gone} fewer than the ledger says: write it again, so that it shrinks` : '';
  shell.out(
    `${count(result.files.length, 'file')} of ${what}: ${count(held.fresh.length, 'stand-in')}${tolerated}, ${warnings.length} listed only${gone}\n`,
  );
}

function describe({ file, line, column, rule, sentence, through }: Finding, root: string): string {
  const way = through === undefined ? '' : `, loaded by ${through.map((one) => relative(root, one)).join(' > ')}`;
  return terminalName(`${relative(root, file)}:${line}:${column} ${rule}: ${sentence}${way}`);
}
