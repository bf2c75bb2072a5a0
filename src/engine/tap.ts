// The Test Anything Protocol, versions 12 to 14, as far as results go: plan, test points with directives, diagnostics, bail out.

import type { EngineEvent, Failure } from '#domain';
import type { OutputReader } from './engine.ts';

const POINT = /^(?<not>not )?ok\b(?: (?<number>\d+))?(?: ?- ?| |$)(?<rest>.*)$/u;
const PLAN = /^1\.\.(?<count>\d+)(?: *# *skip\b *(?<why>.*))?$/iu;
const DIRECTIVE = / # *(?<word>skip|todo)\b\S* *(?<why>.*)$/iu;
const MAX_DIAGNOSTIC = 8 * 1024;

interface Point {
  readonly number: number;
  readonly ok: boolean;
  readonly title: string;
  readonly directive: 'skip' | 'todo' | undefined;
  readonly lines: string[];
  readonly atMs: number;
}

/** A reader for one output. A test point is told when the next begins, because its diagnostics follow it. */
export function openTapReader(suite: string, nowMs: () => number): OutputReader {
  const reader = new TapReader(suite, nowMs);
  return {
    begin: () => [],
    line: (stream, line) => (stream === 'stdout' ? reader.read(line) : []),
    end: () => reader.end(),
  };
}

class TapReader {
  private open: Point | undefined;
  private planned: number | undefined;
  private readonly seen = new Set<number>();
  private lastMs: number;
  private bailed: string | undefined;
  private skipped: string | undefined;
  private readonly suite: string;
  private readonly nowMs: () => number;

  constructor(suite: string, nowMs: () => number) {
    this.suite = suite;
    this.nowMs = nowMs;
    this.lastMs = nowMs();
  }

  read(line: string): readonly EngineEvent[] {
    const plan = PLAN.exec(line);
    if (plan !== null) {
      this.planned = Number(plan.groups?.['count']);
      this.skipped = plan.groups?.['why'];
      return [];
    }
    if (/^Bail out!/iu.test(line)) {
      this.bailed = line;
      return this.flush();
    }
    const point = POINT.exec(line);
    if (point !== null) {
      const told = this.flush();
      this.open = this.parsePoint(point.groups ?? {});
      return told;
    }
    // Diagnostics are indented YAML or comments; anything else at the margin is output of the program.
    if (this.open !== undefined && /^\s+\S|^#/u.test(line)) this.open.lines.push(line);
    return [];
  }

  end(): readonly EngineEvent[] {
    return [...this.flush(), ...this.tellMissing(), ...this.tellSkipped(), { kind: 'finished', tests: this.seen.size }];
  }

  private parsePoint(groups: Readonly<Record<string, string | undefined>>): Point {
    const number = groups['number'] === undefined ? this.seen.size + 1 : Number(groups['number']);
    this.seen.add(number);
    const rest = (groups['rest'] ?? '').replace(/^- /u, '');
    const directive = DIRECTIVE.exec(` ${rest}`)?.groups?.['word']?.toLowerCase();
    const title = ` ${rest}`.replace(DIRECTIVE, '').trim().replaceAll('\\#', '#');
    return {
      number,
      ok: groups['not'] === undefined,
      title: title === '' ? `test ${number}` : title,
      directive: directive === 'skip' || directive === 'todo' ? directive : undefined,
      lines: [],
      atMs: this.nowMs(),
    };
  }

  private flush(): readonly EngineEvent[] {
    const { open } = this;
    if (open === undefined) return [];
    this.open = undefined;
    const durationMs = Math.max(0, open.atMs - this.lastMs);
    this.lastMs = open.atMs;
    return [{ kind: 'test-told', titles: [open.title], durationMs, ...describePoint(open) }];
  }

  /** The plan is a promise: each number that never came is a test that did not run. */
  private tellMissing(): readonly EngineEvent[] {
    const why = this.bailed ?? `the plan promised ${this.planned ?? 0} tests, and this one was never told`;
    return Array.from({ length: Math.min(this.planned ?? 0, 100_000) }, (_, index) => index + 1)
      .filter((number) => !this.seen.has(number))
      .map((number) => ({
        kind: 'test-told',
        titles: [`test ${number}`],
        outcome: 'not-run',
        reason: 'exit-early',
        marks: [],
        durationMs: 0,
        failure: makeFailure('plan', why),
      }));
  }

  /** `1..0 # skip why` skips the whole program. */
  private tellSkipped(): readonly EngineEvent[] {
    if (this.planned !== 0 || this.skipped === undefined || this.seen.size > 0) return [];
    const titles = [this.suite];
    return [{ kind: 'test-told', titles, outcome: 'skipped', reason: 'declared', marks: [], durationMs: 0 }];
  }
}

type Told = Pick<Extract<EngineEvent, { kind: 'test-told' }>, 'outcome' | 'reason' | 'marks' | 'failure'>;

/** TODO marks a test that is expected to fail: it fails = xfail, counted as passed; it passes = xpass. */
function describePoint(point: Point): Told {
  if (point.directive === 'skip') return { outcome: 'skipped', reason: 'declared', marks: [] };
  if (point.directive === 'todo') return { outcome: 'passed', marks: [point.ok ? 'xpass' : 'xfail'] };
  if (point.ok) return { outcome: 'passed', marks: [] };
  return { outcome: 'failed', reason: 'assertion', marks: [], failure: describeDiagnostics(point) };
}

function describeDiagnostics({ title, lines }: Point): Failure {
  const text = lines.join('\n').slice(0, MAX_DIAGNOSTIC);
  const yaml = (key: string): string | undefined =>
    new RegExp(`^\\s+${key}:\\s*['"]?(.+?)['"]?\\s*$`, 'mu').exec(text)?.[1];
  const message = yaml('message') ?? yaml('error') ?? (text.trim() === '' ? `not ok - ${title}` : text.trim());
  const expected = yaml('expected') ?? yaml('wanted');
  const actual = yaml('actual') ?? yaml('found') ?? yaml('got');
  const failure = makeFailure('not ok', message);
  return { ...failure, ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
}

function makeFailure(type: string, message: string): Failure {
  return { type, message, source: 'stdout', frames: [] };
}
