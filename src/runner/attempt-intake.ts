import type { Redact } from '#child';
import type { Emit, EngineEvent, EventDamage } from '#domain';
import type { Engine, OutputReader } from '#engine';
import { readSideFile } from './attempt-place.ts';
import type { AttemptPlace } from './attempt-place.ts';
import type { ChannelListener } from './event-channel.ts';
import type { TestEvent } from './attempt-ledger.ts';

const MAX_DAMAGE_TOLD = 20;
const MAX_WARNINGS_TOLD = 50;

export interface IntakeInput {
  readonly attempt: string;
  readonly engine: Engine<unknown>;
  readonly nonce: string;
  readonly place: AttemptPlace;
  readonly redact: Redact;
  readonly emit: Emit;
  readonly take: (event: TestEvent) => void;
  /** A framework gave a test up, and says what its process was waiting for. */
  readonly takeWaiting: (event: WaitingEvent) => void;
  /** Processes that are the suite's, whatever they do to hide it. */
  readonly takeChildren: (pids: readonly number[]) => void;
  /** What a suite may say here, as what it may print: each line ends in the journal. */
  readonly maxBytes: number;
  /** Called once, when it says more. */
  readonly onFlood: () => void;
}

export type WaitingEvent = Extract<EngineEvent, { kind: 'waiting' }>;

/** The way of what a child says: pipe or output → redacted → decoded → ledger, or a remark in the journal. */
export interface Intake extends ChannelListener {
  readonly tell: (events: readonly EngineEvent[]) => void;
  /** Says how much was left out. */
  readonly end: () => void;
}

export function makeIntake(input: IntakeInput): Intake {
  const { attempt, engine, nonce, emit } = input;
  const counts = { damage: 0, warning: 0, bytes: 0 };
  const damage = (why: string, excerpt: string): void => {
    counts.damage += 1;
    if (counts.damage <= MAX_DAMAGE_TOLD) emit({ kind: 'engine-damage', attempt, why, excerpt: input.redact(excerpt) });
  };
  const warn = (text: string): void => {
    counts.warning += 1;
    if (counts.warning <= MAX_WARNINGS_TOLD) emit({ kind: 'engine-warning', attempt, text });
  };
  const take = (event: EngineEvent | EventDamage): void => {
    if (event.kind === 'damage') damage(event.why, event.excerpt);
    else if (event.kind === 'warning') warn(event.text);
    else if (event.kind === 'waiting') input.takeWaiting(event);
    else if (event.kind === 'children') input.takeChildren(event.pids);
    else input.take(event);
  };
  const readSide = (name: string): string | undefined => readSideFile(input.place, name, input.redact);
  return {
    line: (text) => {
      const before = counts.bytes;
      counts.bytes += text.length;
      if (counts.bytes > input.maxBytes) {
        if (before <= input.maxBytes) input.onFlood();
        return;
      }
      take(engine.decode(input.redact(text), { nonce, readSide }));
    },
    damage,
    tell: (events) => {
      for (const event of events) take(event);
    },
    end: () => {
      const [lines, warnings] = [counts.damage - MAX_DAMAGE_TOLD, counts.warning - MAX_WARNINGS_TOLD];
      if (lines > 0) emit({ kind: 'engine-warning', attempt, text: `${lines} more damaged lines are not told` });
      if (warnings > 0) emit({ kind: 'engine-warning', attempt, text: `${warnings} more warnings are not told` });
    },
  };
}

/** Feeds the lines of a captured output to an engine that reads its results there. */
export function readLines(
  reader: OutputReader | undefined,
  intake: Intake,
): ((stream: 'stdout' | 'stderr', line: string) => void) | undefined {
  if (reader === undefined) return undefined;
  return (stream, line) => {
    intake.tell(reader.line(stream, line));
  };
}
