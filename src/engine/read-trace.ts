// Stack traces and comparisons as other languages print them, for texts that carry nothing more.

import type { Failure, Frame } from '#domain';

const MAX_FRAMES = 20;
const MAX_VALUE = 8 * 1024;

/** V8, Java, Python, Go and testing's own `file_test.go:12: message`; the column is 0 where the language tells none. */
const FRAMES: readonly RegExp[] = [
  /^\s*at (?:async )?(?:(?<name>[^()\n]*?) \()?(?:file:\/\/)?(?<file>[^()\s:]+):(?<line>\d+):(?<column>\d+)\)?$/u,
  /^\s*at (?<name>[\w.$/<>]+)\((?<file>[\w$]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)$/u,
  /^\s*File "(?<file>[^"\n]+)", line (?<line>\d+)(?:, in (?<name>.+))?$/u,
  /^(?<file>[^\s:][^:\n]*\.py):(?<line>\d+): (?<name>)(?:[A-Z]\w*|in .*)?$/u,
  /^\s+(?<file>\/[^\s:]+\.go):(?<line>\d+)(?: \+0x[0-9a-f]+)?$/u,
  /^\s*(?<file>[\w./-]+\.go):(?<line>\d+)(?::(?<column>\d+))?: /u,
];
const LIBRARY =
  /^node:|\/node_modules\/|^internal\/|\/go\/src\/(?:testing|runtime)\/|\/libexec\/src\/|^(?:java|jdk|sun|org\.junit)\./u;

export function findFrames(text: string): readonly Frame[] {
  const frames: Frame[] = [];
  for (const line of text.split('\n')) {
    const frame = line.length > 1000 ? undefined : matchFrame(line);
    if (frame === undefined || LIBRARY.test(frame.file) || LIBRARY.test(frame.name)) continue;
    frames.push(frame);
    if (frames.length === MAX_FRAMES) break;
  }
  return frames;
}

function matchFrame(text: string): Frame | undefined {
  for (const pattern of FRAMES) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    const { file = '', line, column = '0', name = '' } = groups;
    return { file, line: Number(line), column: Number(column), name };
  }
  return undefined;
}

/** JUnit, jest and playwright, testify: each names both sides in the same way every time. */
const EXPECTATIONS: readonly RegExp[] = [
  /expected: ?<(?<expected>[^\n]{0,2000}?)> but was: ?<(?<actual>[^\n]{0,2000}?)>/u,
  /^\s*Expected(?: \w+)?: +(?<expected>[^\n]+)\n\s*Received(?: \w+)?: +(?<actual>[^\n]+)/mu,
  /^\s*expected: (?<expected>[^\n]+)\n\s*actual {2}: (?<actual>[^\n]+)/mu,
];

export function findExpectation(text: string): Pick<Failure, 'expected' | 'actual'> {
  const head = text.slice(0, MAX_VALUE);
  for (const pattern of EXPECTATIONS) {
    const groups = pattern.exec(head)?.groups;
    const [expected, actual] = [groups?.['expected'], groups?.['actual']];
    if (expected !== undefined && actual !== undefined) return { expected: expected.trim(), actual: actual.trim() };
  }
  return {};
}
