import type { Failure } from '#domain';
import { findCitations } from './citations.ts';
import { findExpectation, findFrames } from './read-trace.ts';
import { parseSeconds } from './junit-attributes.ts';
import type { ForeignTest } from './results-file.ts';

/** A <testcase> as it stands in the file. */
export interface RawCase {
  readonly attributes: Readonly<Record<string, string>>;
  readonly verdicts: readonly RawVerdict[];
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  readonly output: string;
}

/** `flaky`: a try that failed before one that passed; `rerun`: one more try of a test that never passed. */
export interface RawVerdict {
  readonly kind: 'failure' | 'error' | 'skipped' | 'flaky' | 'rerun';
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Where a test stands: the suite's name and the names between it and the test. */
export interface CasePlace {
  readonly name: string;
  readonly path: readonly string[];
  readonly owner: { readonly name: string };
}

type Told = Pick<ForeignTest, 'outcome' | 'reason' | 'marks' | 'failure'>;

/** What one <testcase> says, in our words. */
export function describeCase(test: RawCase, place: CasePlace): ForeignTest {
  const { attributes } = test;
  const titles = makeTitles(attributes, place);
  const { file } = attributes;
  const line = Number(attributes['line'] ?? attributes['lineno']);
  return {
    titles,
    durationMs: parseSeconds(attributes['time']) ?? 0,
    requirements: [...new Set([...titles.flatMap(findCitations), ...test.properties.flatMap(readRequirements)])],
    output: test.output,
    ...withOutput(describeVerdicts(test), test.output),
    ...(file !== undefined && file !== '' && { file }),
    // pytest counts lines from 0.
    ...(Number.isSafeInteger(line) && line >= 0 && { line: Math.max(1, line) }),
  };
}

function withOutput(told: Told, output: string): Told {
  if (told.failure === undefined || output.trim() === '') return told;
  return { ...told, failure: { ...told.failure, output } };
}

/** The class stands between suite and name, unless it only repeats one of them, as with vitest, gotestsum and jest-junit. */
function makeTitles(attributes: RawCase['attributes'], { path, owner, name: inner }: CasePlace): readonly string[] {
  const name = attributes['name'] ?? '';
  const group = attributes['classname'] ?? attributes['class'] ?? '';
  const repeated = [name, owner.name, inner, 'test', ''].includes(group);
  return [...path, ...(repeated ? [] : [group]), name === '' ? '(no name)' : name];
}

const REQUIREMENT_PROPERTY = /^(?:req|requirements?|covers|verifies)$/iu;

function readRequirements({ name, value }: RawCase['properties'][number]): readonly string[] {
  return REQUIREMENT_PROPERTY.test(name) ? value.split(/[\s,;]+/u).filter((id) => id !== '') : [];
}

function describeVerdicts({ verdicts, attributes }: RawCase): Told {
  // node --test tells a failure that was expected beside the word that it was.
  if (verdicts.some(({ attributes: { type } }) => type === 'todo') && verdicts.length > 1)
    return { outcome: 'passed', marks: ['xfail'] };
  const bad = verdicts.find(({ kind }) => kind === 'error') ?? verdicts.find(({ kind }) => kind === 'failure');
  if (bad !== undefined) return describeBad(bad);
  const skipped = verdicts.find(({ kind }) => kind === 'skipped');
  if (skipped !== undefined) return describeSkip(skipped);
  if (verdicts.some(({ kind }) => kind === 'flaky')) return { outcome: 'passed', marks: ['flaky'] };
  // A try that failed with no word on how the test came out.
  const rerun = verdicts.find(({ kind }) => kind === 'rerun');
  return rerun === undefined ? describeStatus(attributes) : describeBad(rerun);
}

/** gtest, ctest and others say it in an attribute. */
function describeStatus(attributes: RawCase['attributes']): Told {
  const word = (attributes['result'] ?? attributes['status'] ?? '').toLowerCase();
  if (['skipped', 'disabled', 'suppressed', 'ignored', 'pending', 'todo'].includes(word)) return SKIPPED;
  if (attributes['status'] === 'notrun') return attributes['result'] === undefined ? SKIPPED : NOT_RUN;
  if (word !== 'failed' && word !== 'fail' && word !== 'error') return { outcome: 'passed', marks: [] };
  const failure: Failure = { type: 'status', message: `status ${word}, without a text`, source: 'raised', frames: [] };
  return { outcome: 'failed', reason: 'assertion', marks: [], failure };
}

const SKIPPED: Told = { outcome: 'skipped', reason: 'declared', marks: [] };
const NOT_RUN: Told = { outcome: 'not-run', reason: 'stopped-early', marks: [] };

function describeSkip(verdict: RawVerdict): Told {
  if (verdict.attributes['type'] === 'pytest.xfail') return { outcome: 'passed', marks: ['xfail'] };
  const message = textOf(verdict);
  if (message === '') return SKIPPED;
  return { ...SKIPPED, failure: { type: 'skipped', message, source: 'raised', frames: [] } };
}

const TIMEOUT =
  /^(?:Test timeout of [\d.]+ ?m?s exceeded|Test timed out in \d+ ?ms|Failed: Timeout|Timeout [>(]|test timed out after|panic: test timed out)|TestTimedOutException|testTimeoutFailure/u;
/** pytest's words for a failure outside the test itself, and those of others. */
const OUTSIDE: readonly (readonly [pattern: RegExp, reason: 'collection' | 'set-up' | 'teardown'])[] = [
  [/^(?:collection failure|Test suite failed to run|\[?build failed)|^initializationError$/u, 'collection'],
  [/^failed on setup\b|^(?:beforeAll|beforeEach|"before)/u, 'set-up'],
  [/^failed on teardown\b|^(?:afterAll|afterEach|"after)/u, 'teardown'],
];

function describeBad(verdict: RawVerdict): Told {
  const failure = describeFailure(verdict);
  const outside = OUTSIDE.find(([pattern]) => pattern.test(failure.message))?.[1];
  if (outside !== undefined) return { outcome: 'errored', reason: outside, marks: [], failure };
  if (TIMEOUT.test(failure.message) || TIMEOUT.test(failure.type))
    return { outcome: 'timed-out', reason: 'time-limit', marks: [], failure };
  if (failure.message.startsWith('[XPASS(strict)]'))
    return { outcome: 'failed', reason: 'assertion', marks: ['xpass'], failure };
  return { outcome: 'failed', reason: isException(verdict, failure) ? 'exception' : 'assertion', marks: [], failure };
}

/** `error` means something unexpected was raised; some writers call everything `failure` and tell by the type. */
function isException({ kind }: RawVerdict, { type, message }: Failure): boolean {
  if (/assert|expect|comparison|multiplefailures/iu.test(type) || /^(?:assert\b|AssertionError)/u.test(message))
    return false;
  return (
    kind === 'error' || /(?:Error|Exception|Panic)$/u.test(type) || /^(?:\w+\.)*\w+(?:Error|Exception): /u.test(message)
  );
}

function describeFailure(verdict: RawVerdict): Failure {
  const text = verdict.text.trim();
  const message = textOf(verdict);
  return {
    type: typeOf(verdict),
    message: message === '' ? `${verdict.kind}, without a text` : message,
    source: 'raised',
    frames: findFrames(text),
    ...findExpectation(`${verdict.attributes['message'] ?? ''}\n${text}`),
  };
}

/** Where the writer gives none, or one of its own (node --test, pytest), what was raised stands in the text. */
function typeOf({ kind, attributes, text }: RawVerdict): string {
  const type = attributes['type'] ?? '';
  if (type !== '' && type !== 'testCodeFailure') return type;
  const raised = RAISED.map((pattern) => pattern.exec(`${attributes['message'] ?? ''}\n${text}`)?.groups?.['name']);
  return raised.find((name) => name !== undefined) ?? (type === '' ? kind : type);
}

const RAISED: readonly RegExp[] = [
  /^ *cause: (?<name>[A-Z]\w+)/mu,
  /^\S+\.py:\d+: (?<name>[A-Z]\w+)\s*$/mu,
  /^(?:failed on \w+ with ")?(?<name>(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Exit|Failed)): /u,
];

/** The message and then the whole text, unless the text begins with it. */
function textOf({ attributes, text }: RawVerdict): string {
  const message = (attributes['message'] ?? '').trim();
  const body = text.trim();
  if (message === '' || body === '' || body.startsWith(message)) return body === '' ? message : body;
  return `${message}\n${body}`;
}
