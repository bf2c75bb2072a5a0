import { count, oneLine, present } from '#domain';
import type { Attestation, ChildEnd, Emit, Mark, MockUse, StopCause } from '#domain';
import type { MockLine } from '#guard';
import type { AttributedMock } from './attribute-mocks.ts';
import type { EngineProcess } from './attempt-state.ts';
import { findStandIns } from './find-stand-ins.ts';
import { allowedFor, attestProcess, readGuardLedger } from './guard-process.ts';
import { leftOf, placeInSource, scannedMocks } from './scanned-mocks.ts';
import type { SeenMock } from './seen-mock.ts';
import { shortenPath } from './shorten-path.ts';

/** One attempt may meet the same mock ten thousand times. */
const MAX_MOCKS = 100;
const CUT_OFF: ReadonlySet<StopCause> = new Set(['asked', 'run-interrupted', 'run-stopped-early']);
const MAX_TEXT = 400;

/** What one process of an engine leaves to be said of mocks. */
export interface MocksSeen {
  readonly mocks: readonly SeenMock[];
  readonly attestation: Attestation | undefined;
}

/** Says of each line of a ledger which test it belongs to. */
export type Attribute = (lines: readonly MockLine[]) => readonly AttributedMock[];

/** Reads what the guarded processes wrote, and adds what the scan found in the suite's files; journals all of it. */
export async function collectMocks(
  process: EngineProcess,
  { cause }: Pick<ChildEnd, 'cause'>,
  attribute: Attribute,
): Promise<MocksSeen> {
  const ledger = readGuardLedger(process);
  const clean = makeCleaner(process);
  // What was cut off by a person or by the run may not have come so far as to be armed: nothing is said of it. Where a component was
  // lost it may have been so too, and then what it lacks is not held against the suite, which is not green in any case.
  const seen = CUT_OFF.has(cause) ? undefined : attestProcess(process, ledger);
  const attestation = cause === 'component-down' && seen?.state === 'unguarded' ? undefined : seen;
  const written = await scannedMocks(process);
  const lived = attribute(ledger.mocks).map(({ line, ordinal }) => ({
    mock: placeInSource(clean(makeUse(line, process)), written),
    ...present({ ordinal }),
  }));
  const started = ledger.spawned.map(({ program }) => program);
  const outside = (await findStandIns(process, started)).map((mock) => ({
    mock: clean(mock),
    ...present({ ordinal: process.test?.ordinal }),
  }));
  // Of a test alone its suite will tell what stands in the files.
  const rest = process.test === undefined ? leftOf(written, lived, attestation?.state === 'armed') : [];
  const mocks = dropRepeated([...lived, ...outside, ...rest]);
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
  const frame =
    file === undefined ? undefined : { file: shortenPath(file, config.root), line: line.line, column, name };
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

function dropRepeated(mocks: readonly SeenMock[]): readonly SeenMock[] {
  return [...new Map(mocks.map((one) => [keyOf(one), one])).values()];
}

function keyOf({ mock, ordinal }: SeenMock): string {
  const { rule, what, verdict, frame } = mock;
  return JSON.stringify([ordinal, rule, what, verdict, frame?.file, frame?.line]);
}
