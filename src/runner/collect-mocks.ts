import path from 'node:path';
import { count, oneLine, present } from '#domain';
import type { Attestation, Emit, Mark, MockUse } from '#domain';
import type { MockLine } from '#guard';
import type { AttributedMock } from './attribute-mocks.ts';
import type { AttemptInput, EngineProcess } from './attempt-state.ts';
import { findStandIns } from './find-stand-ins.ts';
import { allowedFor, attestProcess, readGuardLedger } from './guard-process.ts';

/** One attempt may meet the same mock ten thousand times. */
const MAX_MOCKS = 100;
const MAX_TEXT = 400;

/** A mock and the test it belongs to; without one it counts against the whole suite. */
export interface SeenMock {
  readonly mock: MockUse;
  readonly ordinal?: number;
}

/** What one process of an engine leaves to be said of mocks. */
export interface MocksSeen {
  readonly mocks: readonly SeenMock[];
  readonly attestation: Attestation | undefined;
}

/** Says of each line of a ledger which test it belongs to. */
export type Attribute = (lines: readonly MockLine[]) => readonly AttributedMock[];

/** Reads what the guarded processes wrote, and adds what the scan found in the suite's files; journals all of it. */
export async function collectMocks(process: EngineProcess, attribute: Attribute): Promise<MocksSeen> {
  const ledger = readGuardLedger(process);
  const clean = makeCleaner(process);
  const lived = attribute(ledger.mocks).map(({ line, ordinal }) => ({
    mock: clean(makeUse(line, process)),
    ...present({ ordinal }),
  }));
  const written = process.test === undefined ? await scannedMocks(process) : [];
  const started = ledger.spawned.map(({ program }) => program);
  const outside = (await findStandIns(process, started)).map((mock) => ({
    mock: clean(mock),
    ...present({ ordinal: process.test?.ordinal }),
  }));
  const mocks = dropRepeated([...lived, ...outside, ...written.filter((one) => !isKnown(one, lived))]);
  const attestation = attestProcess(process, ledger);
  const { run, attempt, planned, test } = process;
  if (ledger.damaged > 0) {
    const text = `${count(ledger.damaged, 'line')} of its ledger of mocks cannot be read`;
    run.emit({ kind: 'warning', about: planned.name, text });
  }
  tellMocks(process, mocks);
  if (attestation !== undefined) {
    run.emit({ kind: 'guard-attested', attempt, attestation, ...present({ ordinal: test?.ordinal }) });
  }
  return { mocks, attestation };
}

/** What the scan found in the files of a suite, as uses that nobody can attribute to a test. */
export async function scannedMocks(
  input: Pick<AttemptInput, 'run' | 'planned' | 'spec'>,
): Promise<readonly SeenMock[]> {
  const { run, planned, spec } = input;
  const { config } = run.request;
  const findings = await run.guard.findingsOf(planned);
  const allow = allowedFor(config, spec);
  return findings.map(({ rule, verdict, file, line, column, sentence, mend, through }) => {
    const way = through === undefined ? '' : ` (reached through ${through.map(nameOf).join(' > ')})`;
    const what = /^[\w@$][\w@$./:-]*/u.exec(sentence)?.[0] ?? rule;
    const allowed = allow.find((entry) => entry.what === rule || mentions(sentence, entry.what))?.reason;
    const frame = { file: shorten(file, config.root), line, column, name: '' };
    const base = { rule, by: 'scan', verdict, what, mend, frame } as const;
    return { mock: { ...base, sentence: oneLine(`${sentence}${way}`, MAX_TEXT), ...present({ allowed }) } };
  });
}

/** What a process that was not guarded did not do is known of no test in it; nor where the guard lets known mocks pass. */
export async function unguardedMarks(
  { run, planned }: EngineProcess,
  { attestation }: MocksSeen,
): Promise<readonly Mark[]> {
  if (attestation === undefined || attestation.state === 'off') return [];
  const canary = await run.guard.canaryOf(planned.engine);
  return attestation.state === 'unguarded' || canary?.refused === false ? ['unguarded'] : [];
}

export function tellMocks(
  {
    run,
    attempt,
    planned,
  }: { readonly run: { readonly emit: Emit }; readonly attempt: string; readonly planned: { readonly name: string } },
  mocks: readonly SeenMock[],
): void {
  for (const { mock, ordinal } of mocks.slice(0, MAX_MOCKS)) {
    run.emit({ kind: 'mock-found', attempt, mock, ...present({ ordinal }) });
  }
  const more = mocks.length - MAX_MOCKS;
  if (more > 0) run.emit({ kind: 'warning', about: planned.name, text: `${more} more mocks of it are not told` });
}

function makeUse(line: MockLine, { run, spec }: EngineProcess): MockUse {
  const { rule, verdict, what, sentence, mend, file, column, name, pid, allowed } = line;
  const { config } = run.request;
  const allow = allowedFor(config, spec);
  const entry = allow.find((one) => one.what === rule || one.what === what || what.startsWith(`${one.what}.`));
  // What the process says of being allowed counts only where the configuration says so too.
  const reason = entry?.reason ?? allow.find((one) => one.reason === allowed)?.reason;
  const frame = file === undefined ? undefined : { file: shorten(file, config.root), line: line.line, column, name };
  const base = { rule, by: 'guard', verdict, what, sentence, mend, pid } as const;
  return { ...base, ...present({ frame, allowed: reason }) };
}

function makeCleaner({ redact }: EngineProcess): (mock: MockUse) => MockUse {
  const clean = (text: string): string => oneLine(redact(text), MAX_TEXT);
  return (mock) => ({
    ...mock,
    what: clean(mock.what),
    sentence: clean(mock.sentence),
    mend: clean(mock.mend),
  });
}

/** Both saw the same line, or the guard saw in that file what the scan speaks of: what really happened counts. */
function isKnown({ mock }: SeenMock, lived: readonly SeenMock[]): boolean {
  return lived.some(({ mock: one }) => {
    if (one.frame === undefined || one.frame.file !== mock.frame?.file) return false;
    if (one.frame.line === mock.frame.line || mentions(mock.sentence, one.what)) return true;
    return one.what.startsWith(`${mock.what}.`) || mock.what.startsWith(`${one.what}.`);
  });
}

function dropRepeated(mocks: readonly SeenMock[]): readonly SeenMock[] {
  const keyOf = ({ mock, ordinal }: SeenMock): string =>
    JSON.stringify([ordinal, mock.rule, mock.what, mock.verdict, mock.frame?.file, mock.frame?.line]);
  return [...new Map(mocks.map((one) => [keyOf(one), one])).values()];
}

/** As a word of its own. */
function mentions(sentence: string, what: string): boolean {
  return sentence.split(/[\s,;()'"`]+/u).includes(what);
}

function shorten(file: string, root: string): string {
  const below = path.relative(root, file);
  return below.startsWith('..') ? file : below;
}

function nameOf(file: string): string {
  return path.basename(file);
}
