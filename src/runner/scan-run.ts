import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extendMarker, makeRedact, startChild } from '#child';
import { RealityError, count, describeError } from '#domain';
import type { Config, Finding, PlannedSuite, SuiteSpec } from '#domain';
import { SCAN_PROGRAM, holdAgainst, parseBaseline } from '#guard';
import type { ScannedSuite, SuitesScan } from '#guard';
import { rootOf } from './guard-process.ts';
import { findSpec } from './make-plan.ts';
import type { Run } from './open-run.ts';
import { listGoTestPaths } from './go-test-paths.ts';

const LIMIT_MS = 120_000;
const PROGRAM = /\.(?:[cm]?[jt]sx?|py|go)$/u;
const MAX_TOLD = 20;

/** Findings of each planned suite that the project's ledger does not tolerate. */
export type FindingsBySuite = ReadonlyMap<string, readonly Finding[]>;

/**
 * Reads the files of all suites that must not mock, in a process of its own, and journals what came of it. A scan that could not be made,
 * or that read nothing, is told; it makes no suite red.
 */
export async function scanRun(run: Run, tolerated: Tolerated): Promise<FindingsBySuite> {
  const bound = run.request.plan.suites.filter(({ lane }) => lane !== 'unit');
  if (bound.length === 0 || run.request.config.guard?.scan === 'off') return new Map();
  try {
    const suites = bound.map((planned) => describeSuite(run, planned));
    const isEmpty = suites.every(({ paths }) => !paths.some(mayBeRead));
    return conclude(run, isEmpty ? nothingOf(suites) : await carryOut(run, suites), tolerated);
  } catch (error) {
    warn(run, `the files of the suites were not scanned for mocks: ${describeError(error)}`);
    return new Map();
  }
}

/** Shell scripts alone: no process is started to read nothing. */
function nothingOf(suites: readonly ScannedSuite[]): SuitesScan {
  return { files: 0, findings: [], bySuite: {}, unread: suites.map(({ name }) => name), problems: [] };
}

/** A file in a language that the scan reads, or a folder that may hold some. */
function mayBeRead(file: string): boolean {
  return PROGRAM.test(file) || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function warn(run: Run, text: string): void {
  run.emit({ kind: 'warning', about: 'scan', text });
}

function describeSuite(run: Run, planned: PlannedSuite): ScannedSuite {
  const { config } = run.request;
  const spec = findSpec(config, planned);
  const paths = listPaths(run, planned, spec);
  const goArgs = planned.engine === 'go-test' ? { goArgs: readTexts(spec.options, 'args') } : {};
  return { name: planned.name, engine: planned.engine, paths, root: rootOf(config, spec), ...goArgs };
}

/** The files that the engine names; of a command, those of its arguments that are files; where nothing is named, the suite's folder. */
function listPaths(run: Run, planned: PlannedSuite, { options, cwd }: SuiteSpec): readonly string[] {
  const spec = findSpec(run.request.config, planned);
  const files = run.context.engines[planned.engine]?.files(options, spec) ?? [];
  const packages = planned.engine === 'go-test' ? readTexts(options, 'packages') : [];
  const [directory = cwd] = files;
  const named = packages.length === 0 ? files : listGoTestPaths({ directory, packages });
  const command = readTexts(options, 'command').map((word) => path.resolve(cwd, word));
  const given = [...named, ...command.filter((file) => path.extname(file) !== '' && existsSync(file))];
  return given.length === 0 && planned.engine === 'pytest' ? [cwd] : [...new Set(given)];
}

function readTexts(options: unknown, key: string): readonly string[] {
  const value: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, key) : undefined;
  return Array.isArray(value) ? value.map(String) : [];
}

async function carryOut(run: Run, suites: readonly ScannedSuite[]): Promise<SuitesScan> {
  const { environment } = run.context;
  const [request, answer] = ['scan-request.json', 'scan-answer.json'].map((name) => path.join(run.directory, name));
  if (request === undefined || answer === undefined) throw new Error('no place for the scan');
  writeFileSync(request, JSON.stringify({ suites }), { mode: 0o600 });
  const directory = path.join(run.directory, 'scan');
  mkdirSync(directory, { mode: 0o700 });
  const scope = run.registry.scope({ name: 'scan', marker: extendMarker(run.marker, 'scan'), directory });
  try {
    const { maxOutputBytes, graceMs } = run.request.policy.limits;
    const child = await startChild(
      {
        argv: [process.execPath, SCAN_PROGRAM, request, answer],
        cwd: run.request.config.root,
        env: { PATH: environment.env['PATH'] ?? '', HOME: environment.env['HOME'] ?? '' },
      },
      {
        environment,
        logFile: path.join(run.directory, 'scan.log'),
        redact: makeRedact(run.request.hidden ?? []),
        maxOutputBytes,
        timeLimitMs: LIMIT_MS,
        stopSignal: 'SIGTERM',
        graceMs,
        scope,
      },
    );
    const stop = (): void => void child.stop('run-interrupted', { graceMs: 0 });
    run.halt.signal.addEventListener('abort', stop, { once: true });
    const end = await child.ended;
    run.halt.signal.removeEventListener('abort', stop);
    if (end.code !== 0) throw new Error(`its process ended with ${end.signal ?? String(end.code)}: ${end.stderr.tail}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the program of this package beside it
    return JSON.parse(readFileSync(answer, 'utf8')) as SuitesScan;
  } finally {
    scope.close();
  }
}

function conclude(run: Run, scan: SuitesScan, tolerated: Tolerated): FindingsBySuite {
  const { root } = run.request.config;
  const blocked = scan.findings.filter(({ verdict }) => verdict === 'block');
  const fresh = new Set(holdAgainst(blocked, tolerated, root).fresh);
  const short = scan.findings.map((one) => ({ ...one, file: path.relative(root, one.file) }));
  run.emit({
    kind: 'scan-made',
    files: scan.files,
    blocked: fresh.size,
    warned: scan.findings.length - blocked.length,
    tolerated: blocked.length - fresh.size,
    ...(short.length > 0 && { side: run.context.writeSide(JSON.stringify(short), 'json') }),
  });
  for (const problem of scan.problems.slice(0, MAX_TOLD)) warn(run, problem);
  const unread = scan.unread.filter((name) => isReadable(run, name));
  if (unread.length > 0) {
    const more = unread.length > 3 ? ` and ${unread.length - 3} more` : '';
    const few = unread.slice(0, 3).join(', ');
    warn(run, `not one file was scanned for mocks of ${count(unread.length, 'suite')}: ${few}${more}`);
  }
  const isTold = (one: Finding | undefined): one is Finding =>
    one !== undefined && (one.verdict === 'warn' || fresh.has(one));
  return new Map(
    Object.entries(scan.bySuite).map(([name, places]) => [
      name,
      places.map((place) => scan.findings[place]).filter(isTold),
    ]),
  );
}

/** A shell script is in no language that the scan reads; everything else should have been read. */
function isReadable({ request }: Run, name: string): boolean {
  const engine = request.plan.suites.find((planned) => planned.name === name)?.engine;
  return engine !== 'exec' && engine !== 'scripts';
}

/** What the project's ledger tolerates, by file and rule. */
type Tolerated = ReturnType<typeof parseBaseline>;

/** Reads the ledger that the configuration names; throws `usage` when it is not there or is none. */
export function readTolerated({ guard }: Config): Tolerated {
  const file = guard?.baseline;
  if (file === undefined) return new Map();
  if (existsSync(file)) return parseBaseline(readFileSync(file, 'utf8'), file);
  const text = `${file} is not there: guard.baseline names it; reality scan --write-baseline makes it`;
  throw new RealityError('usage', text);
}
