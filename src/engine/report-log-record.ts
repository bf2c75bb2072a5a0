// One record of pytest-reportlog, and a test from the records of its phases.

import { z } from 'zod';
import type { Failure, Frame } from '#domain';
import { findCitations } from './citations.ts';
import { appendBounded } from './results-file.ts';
import type { ForeignTest } from './results-file.ts';

const entry = z.object({
  data: z.object({
    lines: z.array(z.string()),
    reprfileloc: z.object({ path: z.string(), lineno: z.number(), message: z.string() }).nullish(),
  }),
});
const longrepr = z.union([
  z.object({
    reprcrash: z.exactOptional(z.nullable(z.object({ message: z.string() }))),
    reprtraceback: z.exactOptional(z.object({ reprentries: z.array(z.unknown()) })),
    longrepr: z.exactOptional(z.string()),
  }),
  z.tuple([z.string(), z.number(), z.string()]),
  z.string(),
  z.null(),
]);

const testReport = z.object({
  $report_type: z.literal('TestReport'),
  nodeid: z.string(),
  location: z.tuple([z.string(), z.number().nullable(), z.string()]),
  when: z.enum(['setup', 'call', 'teardown']),
  outcome: z.enum(['passed', 'failed', 'skipped', 'rerun', 'error']),
  longrepr: longrepr.default(null),
  duration: z.number().default(0),
  start: z.exactOptional(z.number()),
  user_properties: z.array(z.tuple([z.string(), z.unknown()])).default([]),
  sections: z.array(z.tuple([z.string(), z.string()])).default([]),
  wasxfail: z.exactOptional(z.string()),
});
const collectReport = z.object({
  $report_type: z.literal('CollectReport'),
  nodeid: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  longrepr: longrepr.default(null),
});
type LongRepr =
  | null
  | string
  | readonly [file: string, line: number, why: string]
  | {
      readonly reprcrash?: { readonly message: string } | null;
      readonly reprtraceback?: { readonly reprentries: readonly unknown[] };
      readonly longrepr?: string;
    };

export interface PhaseReport {
  readonly $report_type: 'TestReport';
  readonly nodeid: string;
  readonly location: readonly [file: string, line: number | null, name: string];
  readonly when: 'setup' | 'call' | 'teardown';
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'rerun' | 'error';
  readonly longrepr: LongRepr;
  /** Seconds, as all times here. */
  readonly duration: number;
  readonly start?: number;
  readonly user_properties: readonly (readonly [name: string, value: unknown])[];
  readonly sections: readonly (readonly [name: string, text: string])[];
  readonly wasxfail?: string;
}

export interface CollectReport {
  readonly $report_type: 'CollectReport';
  readonly nodeid: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly longrepr: LongRepr;
}

export type LogRecord =
  | PhaseReport
  | CollectReport
  | { readonly $report_type: 'SessionStart'; readonly pytest_version: string }
  | { readonly $report_type: 'SessionFinish'; readonly exitstatus: number };
type Told = Pick<ForeignTest, 'outcome' | 'reason' | 'marks' | 'failure'>;

export const logRecord: z.ZodType<LogRecord> = z.discriminatedUnion('$report_type', [
  testReport,
  collectReport,
  z.object({ $report_type: z.literal('SessionStart'), pytest_version: z.string() }),
  z.object({ $report_type: z.literal('SessionFinish'), exitstatus: z.number() }),
]);

/** `tests/a.py::TestK::test[b::c]`: what stands in brackets is a value, whatever it holds. */
export function splitNodeId(nodeid: string): readonly string[] {
  const bracket = nodeid.indexOf('[');
  const [head, value] = bracket === -1 ? [nodeid, ''] : [nodeid.slice(0, bracket), nodeid.slice(bracket)];
  const titles = head.split('::');
  return [...titles.slice(0, -1), `${titles.at(-1) ?? ''}${value}`];
}

/** One test from its phases. */
export function describeTest(phases: readonly PhaseReport[]): ForeignTest {
  const [first] = phases;
  const titles = splitNodeId(first?.nodeid ?? '');
  const last = phases.at(-1);
  const output = describeSections(last?.sections ?? []);
  const requirements = [...titles.flatMap(findCitations), ...(last?.user_properties ?? []).flatMap(readRequirement)];
  const told = describePhases(phases);
  return {
    titles,
    durationMs: Math.round(phases.reduce((sum, { duration }) => sum + duration, 0) * 1_000_000) / 1000,
    requirements: [...new Set(requirements)],
    output,
    ...describePlace(first?.location),
    ...told,
    ...(told.failure !== undefined && output !== '' && { failure: { ...told.failure, output } }),
  };
}

/** pytest counts lines from 0. */
function describePlace(location: PhaseReport['location'] | undefined): Pick<ForeignTest, 'file' | 'line'> {
  if (location === undefined) return {};
  const [file, line] = location;
  return line === null || line < 0 ? { file } : { file, line: line + 1 };
}

function describeSections(sections: PhaseReport['sections']): string {
  return sections.reduce((text, [name, said]) => appendBounded(text, `--- ${name} ---\n${said}\n`), '');
}

function readRequirement([name, value]: readonly [string, unknown]): readonly string[] {
  return /^(?:req|requirements?|covers|verifies)$/iu.test(name) && typeof value === 'string'
    ? value.split(/[\s,;]+/u)
    : [];
}

function describePhases(phases: readonly PhaseReport[]): Told {
  const again = phases.some(({ outcome }) => outcome === 'rerun');
  const final = again ? phases.slice(phases.findLastIndex(({ outcome }) => outcome === 'rerun') + 1) : phases;
  const call = final.find(({ when }) => when === 'call');
  if (call !== undefined && call.outcome !== 'passed') return describeCall(call);
  const bad = final.find(({ outcome }) => outcome === 'failed');
  if (bad !== undefined) {
    const reason = bad.when === 'setup' ? 'set-up' : 'teardown';
    return { outcome: 'errored', reason, marks: [], failure: describeLong(bad.longrepr, reason) };
  }
  const skipped = final.find(({ outcome }) => outcome === 'skipped');
  if (skipped !== undefined) return describeCall(skipped);
  if (call === undefined) return CUT;
  if (call.wasxfail !== undefined) return { outcome: 'passed', marks: ['xpass'] };
  return { outcome: 'passed', marks: again ? ['flaky'] : [] };
}

const CUT: Told = {
  outcome: 'errored',
  reason: 'exit-early',
  marks: [],
  failure: {
    type: 'cut',
    message: 'the log ends, or goes on with another test, while this one ran',
    source: 'runner',
    frames: [],
  },
};

function describeCall({ outcome, longrepr: why, wasxfail }: PhaseReport): Told {
  const failure = describeLong(why, 'failed');
  if (outcome === 'skipped') {
    if (wasxfail !== undefined) return { outcome: 'passed', marks: ['xfail'] };
    return { outcome: 'skipped', reason: 'declared', marks: [], failure };
  }
  if (failure.message.startsWith('[XPASS(strict)]'))
    return { outcome: 'failed', reason: 'assertion', marks: ['xpass'], failure };
  if (failure.message.startsWith('Failed: Timeout'))
    return { outcome: 'timed-out', reason: 'time-limit', marks: [], failure };
  return {
    outcome: 'failed',
    reason: failure.type === 'AssertionError' ? 'assertion' : 'exception',
    marks: [],
    failure,
  };
}

/** What pytest calls the long representation of an end. */
export function describeLong(why: LongRepr, type: string): Failure {
  const base = { type, source: 'raised', frames: [] } as const;
  if (why === null) return { ...base, message: `${type}, without a text` };
  if (typeof why === 'string') return { ...base, message: why.trim() === '' ? `${type}, without a text` : why };
  if ('length' in why) return { ...base, type: 'skipped', message: why[2].replace(/^Skipped: /u, '') };
  return { ...base, ...describeTraceback(why, type) };
}

type Traceback = Exclude<LongRepr, null | string | readonly unknown[]>;

function describeTraceback(why: Traceback, type: string): Pick<Failure, 'type' | 'message' | 'frames'> {
  const entries = (why.reprtraceback?.reprentries ?? []).flatMap((one) => entry.safeParse(one).data?.data ?? []);
  const text = entries.flatMap(({ lines }) => lines).join('\n');
  const crash = why.reprcrash?.message ?? why.longrepr ?? text;
  const places = entries.flatMap(({ reprfileloc }) => reprfileloc ?? []);
  const raised = places.at(-1)?.message.split(':')[0] ?? '';
  const frames = places.map(({ path, lineno }): Frame => ({ file: path, line: lineno, column: 0, name: '' }));
  return {
    type: raised === '' ? type : raised,
    message: joinTexts(crash, text) || `${type}, without a text`,
    frames: frames.toReversed(),
  };
}

function joinTexts(first: string, more: string): string {
  return (first === more ? first : `${first}\n${more}`).trim();
}
