import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Assessment, Cause, IncidentState, JournalRecord, Outcome, Reason, RunEvent, Totals } from '#domain';
import type { Failure, Leak, Mark } from '#domain';

// What a run left in its folder, read as a stranger would read it.

export interface TestDocument {
  readonly id: string;
  readonly titles: readonly string[];
  readonly requirements: readonly string[];
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly marks: readonly Mark[];
  readonly failure?: Failure;
}

export interface SuiteDocument {
  readonly name: string;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly marks: readonly Mark[];
  readonly failure?: Failure;
  readonly blockedBy?: { readonly incident: string; readonly component: string };
  readonly attempts: readonly {
    readonly world: string;
    readonly outcome: Outcome;
    readonly reason?: Reason;
    readonly leaks: readonly Leak[];
  }[];
  readonly tests: readonly TestDocument[];
}

/** `assessment.json`, as far as these tests look at it. */
export interface AssessmentDocument {
  readonly version: number;
  readonly run: { readonly id: string; readonly how: string; readonly selection: string };
  readonly decision: Assessment['decision'];
  readonly exitCode: number;
  readonly rerun: string;
  readonly totals: Totals;
  readonly gates: Assessment['gates'];
  readonly causes: readonly Cause[];
  readonly suites: readonly SuiteDocument[];
  readonly realness: Assessment['realness'];
  readonly incidents: readonly IncidentState[];
  readonly damage: readonly string[];
}

export function parseAssessment(text: string): AssessmentDocument {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests are what checks it
  return JSON.parse(text) as AssessmentDocument;
}

/** Folders of the stored runs, oldest first. */
export function listRunFolders(reports: string): readonly string[] {
  const names = readdirSync(reports).filter((name) => /^\d{8}-\d{6}-/u.test(name));
  return names.toSorted().map((name) => join(reports, name));
}

/** Every whole line of the journal; what a kill tore off is left out. */
export function readEvents(runFolder: string): readonly RunEvent[] {
  const lines = readFileSync(join(runFolder, 'events.ndjson'), 'utf8').split('\n');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests are what checks it
  return lines.slice(0, -1).map((line) => (JSON.parse(line) as JournalRecord).event);
}

/** Name → text of every file below a folder, links left out. */
export function readAllFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'latin1')];
    }),
  );
}
