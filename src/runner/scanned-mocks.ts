import path from 'node:path';
import { oneLine, present } from '#domain';
import type { MockUse } from '#domain';
import type { AttemptInput } from './attempt-state.ts';
import type { SeenMock } from './seen-mock.ts';
import { allowedFor } from './guard-process.ts';
import { shortenPath } from './shorten-path.ts';

const MAX_TEXT = 400;

/** What stands in the files of a suite; `isOwn` = in one that the suite names itself, not in what that leads to. */
export interface ScannedMock extends SeenMock {
  readonly isOwn: boolean;
}

/** What the scan found in the files of a suite, as uses that nobody can attribute to a test. */
export async function scannedMocks(
  input: Pick<AttemptInput, 'run' | 'planned' | 'spec'>,
): Promise<readonly ScannedMock[]> {
  const { run, planned, spec } = input;
  const { config } = run.request;
  const findings = await run.guard.findingsOf(planned);
  const allow = allowedFor(config, spec);
  return findings.map(({ rule, verdict, file, line, column, sentence, mend, through }) => {
    const way =
      through === undefined ? '' : ` (reached through ${through.map((one) => path.basename(one)).join(' > ')})`;
    const what = /^[\w@$][\w@$./:-]*/u.exec(sentence)?.[0] ?? rule;
    const allowed = allow.find((entry) => entry.what === rule || mentions(sentence, entry.what))?.reason;
    const frame = { file: shortenPath(file, config.root), line, column, name: '' };
    const base = { rule, by: 'scan', verdict, what, mend, frame } as const;
    const mock = { ...base, sentence: oneLine(`${sentence}${way}`, MAX_TEXT), ...present({ allowed }) };
    return { mock, isOwn: through === undefined };
  });
}

/**
 * What is left to be told when the guard has told what happened. Where every process was guarded, a mock that stands in a helper and that
 * nobody used is listed and no more.
 */
export function leftOf(
  written: readonly ScannedMock[],
  lived: readonly SeenMock[],
  isArmed: boolean,
): readonly SeenMock[] {
  return written
    .filter((one) => !isKnown(one, lived))
    .map(({ mock, isOwn }) => {
      if (isOwn || !isArmed || mock.verdict === 'warn') return { mock };
      const sentence = oneLine(`${mock.sentence}, and the guard met no use of it`, MAX_TEXT);
      return { mock: { ...mock, sentence, verdict: 'warn' } };
    });
}

/** A framework that rewrites what it loads moves its lines: the scan read the file as it stands. */
export function placeInSource(mock: MockUse, written: readonly ScannedMock[]): MockUse {
  const { frame } = mock;
  const there = written.filter((one) => one.mock.frame?.file === frame?.file).map((one) => one.mock);
  if (frame === undefined || there.some((one) => one.frame?.line === frame.line)) return mock;
  const like = there.filter((one) => one.rule === mock.rule && mentions(one.sentence, mock.what));
  const [only] = like;
  if (like.length !== 1 || only?.frame === undefined) return mock;
  return { ...mock, frame: { ...frame, line: only.frame.line, column: only.frame.column } };
}

/** Both saw the same line, or the guard saw in that file what the scan speaks of: what really happened counts. */
function isKnown({ mock }: SeenMock, lived: readonly SeenMock[]): boolean {
  return lived.some(({ mock: one }) => {
    if (one.frame === undefined || one.frame.file !== mock.frame?.file) return false;
    if (one.frame.line === mock.frame.line || mentions(mock.sentence, one.what)) return true;
    return one.what.startsWith(`${mock.what}.`) || mock.what.startsWith(`${one.what}.`);
  });
}

/** As a word of its own. */
function mentions(sentence: string, what: string): boolean {
  return sentence.split(/[\s,;()'"`]+/u).includes(what);
}
