// Engine `exec`, format `junit`: the results stand in files that the program wrote.

import path from 'node:path';
import { describeError } from '#domain';
import type { AnnouncedTest, ChildEnd, EngineEvent, Failure } from '#domain';
import type { EngineInput, OutputReader } from './engine.ts';
import { findFiles, stampFile } from './find-files.ts';
import { readJunit } from './junit.ts';
import type { ForeignTest, ResultsFile } from './results-file.ts';

/** The test that stands for a report which is missing or broken. */
const REPORT_TEST_TITLE = '(report)';

/** `${tmp}` in an argument or in `report` is REALITY_TMP, which only the child would know otherwise. */
export function fillScratch(text: string, scratchDir: string): string {
  return text.replaceAll('${tmp}', scratchDir);
}

/** Open it before the program starts: a file that is there already and is not written again is no result of it. */
export function openJunitReader(input: EngineInput<unknown>, report: readonly string[]): OutputReader {
  const patterns = report.map((file) => path.resolve(input.suite.cwd, fillScratch(file, input.scratchDir)));
  const before = new Map(patterns.flatMap(findFiles).map((file) => [file, stampFile(file)]));
  return {
    begin: () => [],
    line: () => [],
    end: (end) => {
      const found = patterns.flatMap(findFiles);
      const fresh = [...new Set(found)].filter((file) => before.get(file) !== stampFile(file));
      const missing = patterns.filter((pattern) => !findFiles(pattern).some((file) => fresh.includes(file)));
      const shown = (file: string): string => path.relative(input.suite.cwd, file).replace(input.scratchDir, '${tmp}');
      const events = tellFiles(fresh, input, shown);
      const absent = missing.map((pattern) => tellMissing(shown(pattern), found.includes(pattern), end));
      const tests = events.filter(({ kind }) => kind === 'test-ended').length;
      // A program that failed before it could write anything is told by its exit code and its last words.
      if (end.code !== 0 && events.length === 0) return [];
      return [...events, ...absent, { kind: 'finished', tests }];
    },
  };
}

function tellMissing(file: string, isStale: boolean, end: ChildEnd): EngineEvent {
  const why = isStale
    ? `${file} is older than this attempt: the program did not write it`
    : `the program wrote no ${file}`;
  return tellDamage(`${why}, and exited with code ${String(end.code)}`);
}

function tellDamage(message: string): EngineEvent {
  const failure: Failure = { type: 'report', message, source: 'runner', frames: [] };
  const told = { outcome: 'errored', reason: 'collection', marks: [], durationMs: 0, failure } as const;
  return { kind: 'test-told', titles: [REPORT_TEST_TITLE], ...told };
}

function tellFiles(
  files: readonly string[],
  { redact }: EngineInput<unknown>,
  shown: (file: string) => string,
): readonly EngineEvent[] {
  const results = files.map((file) => ({ file, content: readSafely(file) }));
  const several = results.flatMap(({ content }) => content.suites).length > 1;
  const tests = results.flatMap(({ content }) =>
    content.suites.flatMap((suite) =>
      suite.tests.map((test) => ({ ...test, titles: several ? [suite.name, ...test.titles] : test.titles })),
    ),
  );
  return [
    ...tellTests(tests.map((test) => redactTest(test, redact))),
    ...results.flatMap(({ file, content }) => [
      ...content.warnings.map((text): EngineEvent => ({ kind: 'warning', text: `${shown(file)}: ${text}` })),
      ...(content.damage === undefined
        ? []
        : [tellDamage(`${shown(file)}:${content.damage.line}: ${redact(content.damage.why)}`)]),
    ]),
  ];
}

function readSafely(file: string): ResultsFile {
  try {
    return readJunit(file);
  } catch (error) {
    return { suites: [], warnings: [], damage: { line: 1, why: describeError(error) } };
  }
}

function redactTest(test: ForeignTest, redact: (text: string) => string): ForeignTest {
  const titles = test.titles.map(redact);
  if (test.failure === undefined) return { ...test, titles };
  const { message, expected, actual } = test.failure;
  const failure = {
    ...test.failure,
    message: redact(message),
    ...(expected !== undefined && { expected: redact(expected) }),
    ...(actual !== undefined && { actual: redact(actual) }),
  };
  return { ...test, titles, failure };
}

function tellTests(tests: readonly ForeignTest[]): readonly EngineEvent[] {
  const ended = tests.map((test, ordinal) => tellEnd(test, ordinal));
  return tests.length === 0 ? [] : [{ kind: 'announced', tests: announceForeign(tests) }, ...ended];
}

function tellEnd({ outcome, reason, marks, durationMs, failure }: ForeignTest, ordinal: number): EngineEvent {
  return {
    kind: 'test-ended',
    ordinal,
    outcome,
    marks,
    durationMs,
    ...(reason !== undefined && { reason }),
    ...(failure !== undefined && { failure }),
  };
}

/** Tests as the journal announces them; the second of equal titles is number 2. */
export function announceForeign(tests: readonly ForeignTest[]): readonly AnnouncedTest[] {
  const occurrences = new Map<string, number>();
  return tests.map(({ titles, requirements, file, line }) => {
    const key = JSON.stringify(titles);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    return {
      titles,
      occurrence,
      requirements,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line }),
    };
  });
}
