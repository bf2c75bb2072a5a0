// pytest-reportlog: one JSON object per line, one per phase of a test. It tells more than JUnit XML: phases, frames, clocks.

import { z } from 'zod';
import { readText } from './read-text.ts';
import { describeLong, describeTest, logRecord, splitNodeId } from './report-log-record.ts';
import type { CollectReport, LogRecord, PhaseReport } from './report-log-record.ts';
import { ResultsDamage } from './results-file.ts';
import type { ForeignTest, ResultsFile } from './results-file.ts';

/** Longer than the longest record that pytest writes; a line of gigabytes is no record. */
const MAX_LINE = 64 * 1024 * 1024;

type Told = Pick<ForeignTest, 'outcome' | 'reason' | 'marks' | 'failure'>;

/** Reads one file; as readJunit. */
export function readReportLog(file: string): ResultsFile {
  const reader = new LogReader();
  try {
    readLines(file, (text, line) => reader.read(text, line));
  } catch (error) {
    if (!(error instanceof ResultsDamage)) throw error;
    return { ...reader.finish(), damage: { line: error.line, why: error.message } };
  }
  return reader.finish();
}

function readLines(file: string, take: (text: string, line: number) => void): void {
  let [rest, line] = ['', 1];
  readText(file, (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new ResultsDamage(line, 'a line of more than 64 MiB');
    for (const each of lines) {
      take(each, line);
      line += 1;
    }
  });
  if (rest.trim() !== '') throw new ResultsDamage(line, 'the last line has no end: the file was cut');
}

class LogReader {
  readonly #tests: (ForeignTest | PhaseReport[])[] = [];
  /** Id → phases so far of the test that ran last under it. */
  readonly #open = new Map<string, PhaseReport[]>();
  readonly #warnings: string[] = [];
  #began = false;
  #finished = false;
  #startedAtMs: number | undefined;
  #lastAtMs = 0;

  read(text: string, line: number): void {
    if (text.trim() === '') return;
    const json = parseJson(text, line);
    // Kinds that a later version adds, warnings and serialised nodes tell no result.
    const kind = z.object({ $report_type: z.string() }).safeParse(json).data?.$report_type;
    if (kind === undefined) throw new ResultsDamage(line, 'no record of pytest-reportlog: $report_type is missing');
    if (!KNOWN.has(kind)) return;
    const parsed = logRecord.safeParse(json);
    if (!parsed.success)
      throw new ResultsDamage(line, `not a ${kind}: ${z.prettifyError(parsed.error).split('\n')[0] ?? ''}`);
    this.#take(parsed.data);
  }

  #take(told: LogRecord): void {
    if (told.$report_type === 'SessionStart') this.#began = true;
    else if (told.$report_type === 'SessionFinish') this.#finished = true;
    else if (told.$report_type === 'CollectReport') this.#collect(told);
    else this.#phase(told);
  }

  #collect({ nodeid, outcome, longrepr: why }: CollectReport): void {
    if (outcome === 'passed') return;
    const failure = describeLong(why, 'collection');
    const told: Told =
      outcome === 'failed'
        ? { outcome: 'errored', reason: 'collection', marks: [], failure }
        : { outcome: 'skipped', reason: 'declared', marks: [], failure };
    this.#tests.push({ titles: splitNodeId(nodeid), durationMs: 0, requirements: [], output: '', ...told });
  }

  /** Phases of one test stand together, except where several workers (xdist) write at once. */
  #phase(report: PhaseReport): void {
    const known = this.#open.get(report.nodeid);
    const last = known?.at(-1);
    const again = report.when === 'setup' && last !== undefined && !known?.some(({ outcome }) => outcome === 'rerun');
    if (known === undefined || again) {
      const phases = [report];
      this.#open.set(report.nodeid, phases);
      this.#tests.push(phases);
    } else known.push(report);
    if (report.start === undefined) return;
    this.#startedAtMs = Math.min(this.#startedAtMs ?? Infinity, Math.round(report.start * 1000));
    this.#lastAtMs = Math.max(this.#lastAtMs, Math.round((report.start + report.duration) * 1000));
  }

  finish(): ResultsFile {
    if (!this.#began && this.#tests.length === 0) return { suites: [], warnings: [] };
    if (!this.#finished) this.#warnings.push('the session has no end: pytest was killed, or the file was cut');
    const startedAtMs = this.#startedAtMs;
    const durationMs = startedAtMs === undefined ? 0 : Math.max(0, this.#lastAtMs - startedAtMs);
    const tests = this.#tests.map((one) => ('titles' in one ? one : describeTest(one)));
    const suite = { name: 'pytest', tests, durationMs, output: '' };
    return {
      suites: [startedAtMs === undefined ? suite : { ...suite, startedAtMs }],
      warnings: this.#warnings,
    };
  }
}

const KNOWN: ReadonlySet<string> = new Set(['TestReport', 'CollectReport', 'SessionStart', 'SessionFinish']);

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ResultsDamage(line, 'not JSON');
  }
}
