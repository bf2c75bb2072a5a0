import { present } from '#domain';
import type { FindingVerdict } from '#domain';

// What guarded processes wrote down: one JSON object a line, each with the nonce of its policy.

/** A process said that the guard is in force in it. */
export interface ArmedLine {
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat. */
  readonly startTime: number;
  readonly runtime: string;
  readonly program: string;
}

/** A mock was met. */
export interface MockLine {
  readonly pid: number;
  /** Wall clock, milliseconds since 1970. */
  readonly atMs: number;
  readonly rule: string;
  readonly verdict: FindingVerdict;
  readonly what: string;
  readonly sentence: string;
  readonly mend: string;
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly allowed?: string;
  /** What the framework calls the test that ran, where it says so: its number, or its printed id. */
  readonly during?: string;
}

/** A guarded process started another one. */
export interface SpawnedLine {
  readonly pid: number;
  readonly child: number;
  readonly program: string;
  /** The first of its arguments; empty where nobody tells. */
  readonly args: readonly string[];
  readonly guarded: boolean;
}

/** A guarded process opened a server of its own. */
export interface ListeningLine {
  readonly pid: number;
  readonly address: string;
  /** The line of the project that opened it; absent where none did. */
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

export interface GuardLedger {
  readonly armed: readonly ArmedLine[];
  readonly mocks: readonly MockLine[];
  readonly spawned: readonly SpawnedLine[];
  readonly listening: readonly ListeningLine[];
  /** Lines that cannot be read, or that carry no nonce of this attempt. */
  readonly damaged: number;
}

type Line = Readonly<Record<string, unknown>>;

/** Reads a ledger; what is damaged is counted and never taken for granted. */
export function readLedger(text: string, nonce: string): GuardLedger {
  const lines = text.split('\n').filter((line) => line !== '');
  const own = lines.flatMap((line): readonly Line[] => {
    const parsed = parseLine(line, nonce);
    return parsed === undefined ? [] : [parsed];
  });
  const read = <Value>(kind: string, decode: (line: Line) => Value | undefined): readonly Value[] =>
    own.filter((line) => line['kind'] === kind).flatMap((line) => decode(line) ?? []);
  const swallowed = read('swallowed', readSwallowed);
  const softened = new Set(swallowed);
  const found = {
    armed: read('armed', readArmed),
    mocks: read('mock', readMock).map((mock) => soften(mock, softened)),
    spawned: read('spawned', readSpawned),
    listening: read('listening', readListening),
  };
  const known = Object.values(found).reduce((sum, list) => sum + list.length, swallowed.length);
  const strange = own.filter(({ kind }) => !KINDS.has(kind)).length;
  return { ...found, damaged: lines.length - known - strange };
}

/** A later guard may write further kinds: they are left alone. */
const KINDS: ReadonlySet<unknown> = new Set(['armed', 'mock', 'swallowed', 'spawned', 'listening']);

/** A refused load that was only tried, and of which nothing was then used, is listed and no more. */
function soften(mock: MockLine, swallowed: ReadonlySet<string>): MockLine {
  return swallowed.has(`${mock.pid} ${mock.atMs}`) ? { ...mock, verdict: 'warn' } : mock;
}

function parseLine(text: string, nonce: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) && value['nonce'] === nonce ? value : undefined;
  } catch {
    return undefined;
  }
}

function readArmed(line: Line): ArmedLine | undefined {
  const [pid, startTime] = [wholeOf(line['pid']), wholeOf(line['startTime'])];
  if (pid === undefined || startTime === undefined) return undefined;
  return { pid, startTime, runtime: textOf(line['runtime']), program: textOf(line['program']) };
}

function readMock(line: Line): MockLine | undefined {
  const { atMs, verdict } = line;
  const [pid, what, rule] = [wholeOf(line['pid']), textOf(line['what']), textOf(line['rule'])];
  if (pid === undefined || typeof atMs !== 'number' || what === '' || rule === '') return undefined;
  if (verdict !== 'block' && verdict !== 'warn') return undefined;
  return { pid, atMs, rule, verdict, what, ...describeMock(line, what), ...placeOf(line) };
}

/** Which line of a mock it means. */
function readSwallowed({ pid, of }: Line): string | undefined {
  return wholeOf(pid) === undefined || typeof of !== 'number' ? undefined : `${String(pid)} ${of}`;
}

function describeMock(line: Line, what: string): Pick<MockLine, 'sentence' | 'mend' | 'allowed' | 'during'> {
  const [sentence, mend] = [textOf(line['sentence']), textOf(line['mend'])];
  return {
    sentence: sentence === '' ? `${what} is used` : sentence,
    mend: mend === '' ? 'use the real part' : mend,
    ...present({ allowed: someOf(line['allowed']), during: someOf(line['during']) }),
  };
}

function placeOf(line: Line): Pick<ListeningLine, 'file' | 'line' | 'column' | 'name'> {
  const [row, column] = [wholeOf(line['line']) ?? 1, wholeOf(line['column']) ?? 1];
  return { line: row, column, name: textOf(line['name']), ...present({ file: someOf(line['file']) }) };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function readSpawned(line: Line): SpawnedLine | undefined {
  const [pid, child, { guarded }] = [wholeOf(line['pid']), wholeOf(line['child']), line];
  if (pid === undefined || child === undefined || typeof guarded !== 'boolean') return undefined;
  return { pid, child, program: textOf(line['program']), args: textsOf(line['args']), guarded };
}

function readListening(line: Line): ListeningLine | undefined {
  const pid = wholeOf(line['pid']);
  return pid === undefined ? undefined : { pid, address: textOf(line['address']), ...placeOf(line) };
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function someOf(value: unknown): string | undefined {
  return textOf(value) === '' ? undefined : textOf(value);
}

function wholeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
