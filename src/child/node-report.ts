import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Environment, Patience } from '#domain';
import { type JsonObject, asList, asNumber, asObject, asText, parseJson } from './json-value.ts';
import { readPlainFile } from './plain-file.ts';
import { catchesSignal } from './process-signals.ts';
import { readEnviron, readProcess } from './read-process.ts';
import { waitUntil } from './wait-until.ts';

/** One thing that keeps a Node program alive. */
export interface OpenHandle {
  /** `tcp`, `timer`, `process`, `pipe` … as libuv names it. */
  readonly type: string;
  readonly text: string;
  readonly remotePort?: number;
}

const MAX_REPORT_BYTES = 16 * 1024 * 1024;

/** What a program waits on never ends the wait; these keep none alive or belong to Node itself. */
const SILENT: ReadonlySet<string> = new Set(['async', 'check', 'idle', 'prepare', 'loop', 'signal']);

/**
 * What an idle Node program waits for, by its diagnostic report. Only one that was started with `--report-on-signal` and a
 * `--report-directory` can be asked. The report holds the whole environment, so it is removed as soon as it has been read.
 */
export async function readNodeHandles(
  environment: Environment,
  patience: Patience,
  pid: number,
): Promise<readonly OpenHandle[] | undefined> {
  const options = [...(readProcess(pid)?.argv ?? []), ...readNodeOptions(pid)];
  const directory = findOption(options, '--report-directory') ?? findOption(options, '--diagnostic-dir');
  const signal = findOption(options, '--report-signal') ?? 'SIGUSR2';
  if (directory === undefined || !isReportSignal(signal) || !options.includes('--report-on-signal')) return undefined;
  if (!catchesSignal(pid, signal)) return undefined;
  process.kill(pid, signal);
  const waited = await waitUntil(environment, patience, () => takeReport(directory, pid));
  return waited.kind === 'seen' ? waited.value : undefined;
}

function readNodeOptions(pid: number): readonly string[] {
  const variable = (readEnviron(pid) ?? []).find((text) => text.startsWith('NODE_OPTIONS='));
  return variable === undefined ? [] : variable.slice('NODE_OPTIONS='.length).split(/\s+/);
}

function findOption(options: readonly string[], name: string): string | undefined {
  const at = options.findIndex((option) => option === name || option.startsWith(`${name}=`));
  const found = options[at];
  return found === name ? options[at + 1] : found?.slice(name.length + 1);
}

function isReportSignal(name: string): name is 'SIGUSR1' | 'SIGUSR2' | 'SIGQUIT' {
  return name === 'SIGUSR1' || name === 'SIGUSR2' || name === 'SIGQUIT';
}

/** Undefined until the file is there and whole: Node writes it in place. */
function takeReport(directory: string, pid: number): readonly OpenHandle[] | undefined {
  try {
    const name = readdirSync(directory).find((entry) => entry.startsWith('report.') && entry.includes(`.${pid}.`));
    if (name === undefined) return undefined;
    const file = path.join(directory, name);
    const { libuv } = asObject(parseJson(readPlainFile(file, MAX_REPORT_BYTES)?.toString() ?? ''));
    rmSync(file);
    return asList(libuv).flatMap((handle) => readHandle(asObject(handle)) ?? []);
  } catch {
    return undefined;
  }
}

/** As Node's report writes it; every field but the type depends on the type. */
function readHandle(handle: JsonObject): OpenHandle | undefined {
  const type = asText(handle['type']);
  if (handle['is_active'] !== true || handle['is_referenced'] !== true || SILENT.has(type)) return undefined;
  const remotePort = asNumber(asObject(handle['remoteEndpoint'])['port']);
  const base = { type, text: describeHandle(type, handle) };
  return remotePort === undefined ? base : { ...base, remotePort };
}

function describeHandle(type: string, handle: JsonObject): string {
  if (type === 'timer') return `timer in ${asNumber(handle['firesInMsFromNow']) ?? 0} ms`;
  if (type === 'process') return `child process ${asNumber(handle['pid']) ?? 0}`;
  const remote = describeEnd(handle['remoteEndpoint']);
  if (remote !== '') return `${type} connected to ${remote}`;
  const local = describeEnd(handle['localEndpoint']);
  if (local !== '') return `${type} on ${local}`;
  const filename = asText(handle['filename']);
  return filename === '' ? type : `${type} ${filename}`;
}

/** A path for a pipe; host and port for all else. */
function describeEnd(end: unknown): string {
  if (typeof end === 'string') return end;
  const { ip4, ip6, host, port } = asObject(end);
  return port === undefined ? '' : `${asText(ip4) || asText(ip6) || asText(host)}:${asNumber(port) ?? 0}`;
}
