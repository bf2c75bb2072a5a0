// What go prints of a failure, as a Failure: `file_test.go:12: message`, panics, goroutines, compilers, examples.

import path from 'node:path';
import { present } from '#domain';
import type { Failure, Frame, Reason } from '#domain';
import { findExpectation, findFrames } from './read-trace.ts';

const NOISE = /^\s*(?:=== (?:RUN|PAUSE|CONT|NAME|ATTR|ARTIFACTS)\b|--- (?:PASS|FAIL|SKIP|BENCH): )/u;
/** `    a_test.go:12: message`; further lines of it are indented by four more. */
const LOGGED = /^\s*(?<file>[\w.-]+\.go):(?<line>\d+): (?<text>.*)$/u;
const MAX_MESSAGE = 8 * 1024;
/** Go tells the end of a test before those of its subtests. */
const WORDLESS = { parent: 'one of its subtests failed, or several did', test: 'FAIL, without a word' } as const;

interface Outcome {
  readonly outcome: 'failed' | 'errored';
  readonly reason: Reason;
  readonly failure: Failure;
}

interface Told {
  readonly output: string;
  readonly hasSubtests: boolean;
}

/** A test that go told as failed. */
export function describeFail({ output, hasSubtests }: Told, folder: string): Outcome {
  const lines = output.split('\n').filter((line) => !NOISE.test(line));
  const panic = findPanic(lines);
  if (panic !== undefined) {
    const failure = makeFailure('panic', panic, { lines, folder });
    if (/unexpected call to os\.Exit\(0\)/u.test(panic)) {
      const message = `the test called os.Exit(0): ended with code 0 while it ran (${panic})`;
      return { outcome: 'errored', reason: 'exit-early', failure: { ...failure, message } };
    }
    return { outcome: 'failed', reason: 'exception', failure };
  }
  const messages = lines.flatMap((line) => LOGGED.exec(line)?.groups?.['text'] ?? []);
  const text = dedent(lines).trim();
  const message = text === '' ? WORDLESS[hasSubtests ? 'parent' : 'test'] : text;
  const type = /race detected during execution/u.test(output) ? 'race' : 'FAIL';
  const failure = makeFailure(type, message, { lines, folder });
  return {
    outcome: 'failed',
    reason: 'assertion',
    failure: { ...failure, ...describeSides(text), ...present({ output: printed(lines, messages) }) },
  };
}

/** Examples compare what they printed; testify and others name both sides. */
function describeSides(text: string): Pick<Failure, 'expected' | 'actual'> {
  const example = /(?:^|\n)got:\n(?<actual>[\s\S]*?)\nwant:\n(?<expected>[\s\S]*)$/u.exec(text)?.groups;
  if (example !== undefined) return { expected: example['expected'] ?? '', actual: example['actual'] ?? '' };
  return findExpectation(text);
}

/** What the test printed beside what it logged. */
function printed(lines: readonly string[], messages: readonly string[]): string | undefined {
  const rest = lines.filter((line) => line !== '' && !/^\s{4}/u.test(line) && !LOGGED.test(line));
  return messages.length === 0 || rest.length === 0 ? undefined : `${rest.join('\n')}\n`;
}

export function describeSkip(output: string): Failure | undefined {
  const text = dedent(output.split('\n').filter((line) => !NOISE.test(line))).trim();
  const message = text.replace(/^[\w.-]+\.go:\d+: /u, '');
  return message === '' ? undefined : { type: 'skipped', message: cut(message), source: 'raised', frames: [] };
}

/** A package that could not be built; vet's complaints look the same. */
export function describeBuild(said: string, folder: string): Failure {
  const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
  const places = lines.flatMap((line): readonly Frame[] => {
    const groups = /^(?:vet: )?(?<file>[^\s:]+\.go):(?<line>\d+)(?::(?<column>\d+))?: /u.exec(line)?.groups;
    if (groups === undefined) return [];
    return [
      { file: groups['file'] ?? '', line: Number(groups['line']), column: Number(groups['column'] ?? 0), name: '' },
    ];
  });
  const message = cut(lines.join('\n').trim());
  return {
    type: 'build',
    message: message === '' ? `the package in ${folder === '' ? '.' : folder} could not be built` : message,
    source: 'raised',
    frames: places.map((frame) => ({ ...frame, file: path.normalize(frame.file) })).slice(0, 20),
  };
}

export function findTimeout(said: string): { readonly after: string; readonly running: readonly string[] } | undefined {
  const found = /^panic: test timed out after (?<after>\S+)(?:\n\s+running tests:\n(?<running>(?:\t\t.*\n)*))?/mu.exec(
    said,
  );
  if (found === null) return undefined;
  const running = [...(found.groups?.['running'] ?? '').matchAll(/^\t\t(.+) \([^()]*\)$/gmu)].map(
    (match) => match[1] ?? '',
  );
  return { after: found.groups?.['after'] ?? '', running };
}

interface Death {
  readonly outcome: 'errored' | 'crashed' | 'timed-out';
  readonly reason: Reason;
  readonly failure: Failure;
}

const SIGNAL = /^(?:signal: (?<word>.+)|\[?(?:signal )?(?<name>SIG[A-Z]+)\b.*)$/mu;
const WORDS: Readonly<Record<string, string>> = {
  'segmentation fault': 'SIGSEGV',
  killed: 'SIGKILL',
  aborted: 'SIGABRT',
};

/** The process of a package ended while tests ran, or after them. `test`: the one whose goroutine is meant. */
export function describeDeath(said: string, folder: string, test?: string): Death {
  const lines = said.split('\n').filter((line) => !NOISE.test(line));
  const timeout = findTimeout(said);
  if (timeout !== undefined) {
    const own = test === undefined ? lines : goroutineOf(lines, test);
    const message = `test timed out after ${timeout.after}, the limit of the test binary\n${own.join('\n').trim()}`;
    const failure = makeFailure('timeout', message, { lines: own, folder });
    return { outcome: 'timed-out', reason: 'time-limit', failure };
  }
  const panic = findPanic(lines);
  if (panic === undefined) return describeSilentDeath(said, { lines, folder });
  return { outcome: 'crashed', reason: 'exit-code', failure: makeFailure('panic', panic, { lines, folder }) };
}

/** No word of Go's own: killed, or a call of os.Exit. */
function describeSilentDeath(said: string, place: Place): Death {
  const tail = place.lines.filter((line) => line.trim() !== '' && !line.startsWith('FAIL')).slice(-20);
  const signal = SIGNAL.exec(said)?.groups;
  if (signal !== undefined) {
    const word = signal['word'] ?? '';
    const message = [`the test binary was killed by ${signal['name'] ?? WORDS[word] ?? word}`, ...tail].join('\n');
    return { outcome: 'crashed', reason: 'signal', failure: makeFailure('signal', message, place) };
  }
  const code = /^exit status (?<code>\d+)$/mu.exec(said)?.groups?.['code'];
  const message = `the test binary ended with ${code === undefined ? 'a code other than 0' : `code ${code}`} by itself`;
  const failure = makeFailure('exit', [message, ...tail].join('\n'), place);
  return { outcome: 'errored', reason: 'exit-code', failure: { ...failure, source: 'exit', ...present({ code }) } };
}

function findPanic(lines: readonly string[]): string | undefined {
  const index = lines.findIndex((line) => /^\s*(?:panic: |fatal error: )/u.test(line));
  const line = lines[index];
  if (line === undefined) return undefined;
  const more = lines[index + 1]?.startsWith('[signal ') === true ? ` ${lines[index + 1] ?? ''}` : '';
  return `${line.trim().replace(/ \[recovered.*\]$/u, '')}${more}`;
}

/** The block of the dump in which the test itself stands. */
function goroutineOf(lines: readonly string[], test: string): readonly string[] {
  const blocks = lines.join('\n').split(/\n(?=goroutine \d+ )/u);
  const name = test.split('/')[0] ?? test;
  const block = blocks.find((text) => new RegExp(`\\.${name}(?:\\.func[\\d.]+)?\\(`, 'u').test(text));
  return (block ?? blocks[0] ?? '').split('\n');
}

interface Place {
  readonly lines: readonly string[];
  readonly folder: string;
}

function makeFailure(type: string, message: string, { lines, folder }: Place): Failure {
  const frames = findFrames(lines.join('\n')).map((frame) =>
    frame.file.includes('/') || folder === '' ? frame : { ...frame, file: path.join(folder, frame.file) },
  );
  return { type, message: cut(message), source: 'raised', frames };
}

function dedent(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/^ {4}/u, '')).join('\n');
}

function cut(text: string): string {
  return text.length <= MAX_MESSAGE ? text : `${text.slice(0, MAX_MESSAGE)}…`;
}
