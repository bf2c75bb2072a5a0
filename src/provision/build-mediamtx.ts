import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '#domain';
import { findOnPath } from './find-on-path.ts';
import { packFromNpm, type StepOptions } from './npm-pack.ts';
import type { Made } from './obtain.ts';
import { HLS_JS_INTEGRITY, MEDIAMTX_GO_VERSION, MODULE_SUM } from './pins.ts';
import type { ProgramEnd } from './run-program.ts';
import { runStep } from './run-step.ts';
import { unpackMember } from './unpack-member.ts';
import { makeWritable } from './work-folder.ts';

const MODULE = 'github.com/bluenviron/mediamtx';
const DOWNLOAD_LIMIT_MS = 10 * 60_000;
const BUILD_LIMIT_MS = 30 * 60_000;

/**
 * Builds MediaMTX from its Go module: fetch, copy the read-only folder, add the two files that its generators would fetch
 * from elsewhere, compile. Go's own caches make a second try after a kill quick.
 *
 * @throws with a sentence that says which step failed and why: no Go, too old a Go, no network …
 */
export async function buildMediamtx(version: string, options: StepOptions): Promise<Made> {
  const go = await findGo(options.environment);
  const module = await fetchModule(go, version, options);
  const source = path.join(options.work, 'source');
  await copyModule(module.folder, source);
  await addGeneratedFiles(source, version, options);
  const goVersion = await readGoVersion(go, source, options);
  const executable = path.join(options.work, 'mediamtx');
  await runStep(go, ['build', '-v', '-trimpath', '-ldflags=-s -w', '-o', executable, '.'], {
    ...options,
    what: `compiling MediaMTX ${version} with ${goVersion} (one to two minutes, once)`,
    cwd: source,
    env: makeGoEnvironment(options),
    timeoutMs: BUILD_LIMIT_MS,
    countLines: describeBuildProgress,
  });
  return { executable, origin: `${MODULE}@${version}, ${module.sum}, built with ${goVersion}` };
}

async function findGo(environment: Environment): Promise<string> {
  const [found] = await findOnPath('go', environment);
  if (found !== undefined) return found;
  throw new Error(`Go is not on PATH; ${MEDIAMTX_GO_VERSION} or newer is needed (https://go.dev/dl/)`);
}

/** Asked in the module's folder, where an older Go that may fetch newer ones does so and answers as the newer one. */
async function readGoVersion(go: string, source: string, options: StepOptions): Promise<string> {
  const end = await runStep(go, ['version'], {
    ...options,
    what: 'asking Go for its version',
    cwd: source,
    env: makeGoEnvironment(options),
    timeoutMs: DOWNLOAD_LIMIT_MS,
  });
  return /\bgo\d\S*/.exec(end.stdout.toString('utf8'))?.[0] ?? 'an unknown Go';
}

interface FetchedModule {
  readonly folder: string;
  readonly sum: string;
}

async function fetchModule(go: string, version: string, options: StepOptions): Promise<FetchedModule> {
  const end = await runStep(go, ['mod', 'download', '-json', `${MODULE}@${version}`], {
    ...options,
    what: `fetching the Go module ${MODULE}@${version}`,
    cwd: options.work,
    env: makeGoEnvironment(options),
    timeoutMs: DOWNLOAD_LIMIT_MS,
    explain: (failed) => parseReport(failed).Error,
  });
  const { Dir: folder, Sum: sum } = parseReport(end);
  if (folder === undefined || sum === undefined) throw new Error(`go mod download does not say where ${MODULE} is`);
  const pinned = MODULE_SUM[version];
  if (pinned !== undefined && pinned !== sum) throw new Error(`the module came as ${sum}, expected ${pinned}`);
  return { folder, sum };
}

type ModuleReport = Readonly<Partial<Record<'Dir' | 'Sum' | 'Error', string>>>;

/** `go mod download -json` says on stdout where the module is, and also what went wrong. */
function parseReport(end: ProgramEnd): ModuleReport {
  const text = end.stdout.toString('utf8');
  const report: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  if (report === null || typeof report !== 'object') return {};
  const entries = Object.entries(report).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries) as ModuleReport;
}

/** The module cache is read-only and `go build -overlay` refuses files below it, so the folder is copied and made writable. */
export async function copyModule(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, errorOnExist: true, force: false });
  await makeWritable(to);
}

/** What `go generate` of MediaMTX makes: the version text and hls.js; on arm64 also a program for Raspberry Pi cameras. */
async function addGeneratedFiles(source: string, version: string, options: StepOptions): Promise<void> {
  await writeFile(path.join(source, 'internal/core/VERSION'), version);
  const hls = path.join(source, 'internal/servers/hls');
  const wanted = (await readFile(path.join(hls, 'hlsjsdownloader/VERSION'), 'utf8')).trim().replace(/^v/, '');
  const integrity = HLS_JS_INTEGRITY[wanted];
  const pin = { name: 'hls.js', version: wanted, ...(integrity === undefined ? {} : { integrity }) };
  const archive = await packFromNpm(pin, options);
  await unpackMember(archive, 'package/dist/hls.min.js', path.join(hls, 'hls.min.js'));
  if (options.environment.arch !== 'arm64') return;
  // Embedded by name and only run for `source: rpiCamera`, which needs that very board: an empty file is enough to compile.
  const camera = path.join(source, 'internal/staticsources/rpicamera/mtxrpicam_64');
  await mkdir(camera, { recursive: true });
  await writeFile(path.join(camera, 'absent'), '');
}

/** The user's proxies, caches and checksum database hold; flags that would change what is built do not. */
function makeGoEnvironment({ environment, work }: StepOptions): Record<string, string | undefined> {
  const fixed = { GO111MODULE: 'on', GOFLAGS: '-buildvcs=false', GOWORK: 'off', CGO_ENABLED: '0', GOTMPDIR: work };
  return { ...environment.env, ...fixed, GOOS: undefined, GOARCH: undefined, GOAMD64: undefined };
}

function describeBuildProgress(lines: readonly string[]): string {
  const fetched = lines.filter((line) => line.startsWith('go: downloading ')).length;
  const compiled = lines.filter((line) => line !== '' && !line.startsWith('go: ')).length;
  return `${fetched} modules fetched, ${compiled} packages compiled`;
}
