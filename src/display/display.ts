import { Chalk } from 'chalk';
import { formatDuration, isGreen } from '#domain';
import type { JournalRecord, Unplugged } from '#domain';
import { describeMockLook } from './mock-lines.ts';
import { renderLive, renderSuiteLine } from './lines.ts';
import { advance, makeProgress } from './progress-state.ts';
import { terminalName, terminalText } from './terminal-text.ts';

export interface DisplaySettings {
  /** `live` redraws (a terminal), `plain` prints lines that stay, `quiet` only what went wrong. */
  readonly mode: 'live' | 'plain' | 'quiet';
  readonly colour: boolean;
  readonly columns: () => number;
  /** Progress and messages: standard error. */
  readonly write: (text: string) => void;
  /** Run-relative clock, as the journal's `atMs`. */
  readonly nowMs: () => number;
  /** Prints component states, incidents and control verbs too. */
  readonly verbose: boolean;
}

export interface Display {
  readonly show: (record: JournalRecord) => void;
  /** One line above the redrawn ones; it may hold names of tests, which are hostile. */
  readonly say: (text: string) => void;
  readonly close: () => void;
}

const REDRAW_EVERY_MS = 100;

/** Turns events into terminal text. Holds no truth: what it shows is folded from the same records as the reports. */
export function makeDisplay(settings: DisplaySettings): Display {
  const paint = new Chalk({ level: settings.colour ? 1 : 0 });
  const progress = makeProgress();
  let painted = 0;
  let isOpen = true;
  const erase = (): void => {
    if (painted > 0) settings.write(`\u001B[${painted}A\u001B[0J`);
    painted = 0;
  };
  const redraw = (): void => {
    if (!isOpen || settings.mode !== 'live' || progress.planned === 0) return;
    const lines = renderLive(progress, settings.nowMs(), settings.columns());
    erase();
    settings.write(`${lines.join('\n')}\n`);
    painted = lines.length;
  };
  const say = (text: string): void => {
    erase();
    settings.write(`${text}\n`);
    redraw();
  };
  const timer = settings.mode === 'live' ? setInterval(redraw, REDRAW_EVERY_MS) : undefined;
  timer?.unref();
  return {
    say: (text) => {
      say(terminalText(text));
    },
    show: (record) => {
      const ended = advance(progress, record.event, record.atMs);
      const remark = describeRemark(record, settings);
      if (remark !== undefined) say(paint.dim(remark));
      if (ended !== undefined && (settings.mode !== 'quiet' || !isGreen(ended.outcome)))
        say(renderSuiteLine(ended, paint));
    },
    close: () => {
      isOpen = false;
      clearInterval(timer);
      erase();
    },
  };
}

function describeRemark(record: JournalRecord, { verbose, mode }: DisplaySettings): string | undefined {
  const { event } = record;
  if (event.kind === 'incident-opened' && !event.incident.intended) return `! ${terminalText(event.incident.text)}`;
  if (event.kind === 'warning') return `! ${terminalText(event.text)}`;
  if (event.kind === 'unplugged' && mode !== 'quiet') return describeUnplugged(event.unplugged);
  return describeMockLook(event, verbose) ?? (verbose ? describeDetail(event) : undefined);
}

const RESULTS = { 'needs-it': 'needs it', 'does-not-need-it': 'does not need it', 'not-done': 'not done' } as const;

function describeUnplugged({ suite, edge, result, stillPassed, executed, note, costMs }: Unplugged): string {
  const seen =
    result === 'not-done' ? terminalText(note, 160) : `${stillPassed.length} of ${executed} tests passed all the same`;
  return `unplugged: ${terminalName(suite)} without ${terminalName(edge)}: ${RESULTS[result]} (${seen}) ${formatDuration(costMs)}`;
}

function describeDetail(event: JournalRecord['event']): string | undefined {
  if (event.kind === 'component-state')
    return describePlace(event, `${event.state} +${Math.round(event.afterMs)} ms ${terminalText(event.note)}`);
  if (event.kind === 'control-used')
    return describePlace(event, `${event.verb}: ${event.ok ? 'ok' : terminalText(event.error ?? 'failed')}`);
  if (event.kind === 'port-leased') return describePlace(event, `${terminalName(event.name)} on port ${event.port}`);
  return undefined;
}

function describePlace(
  { world, component }: { readonly world: string; readonly component: string },
  what: string,
): string {
  return `  ${terminalName(world)} ${terminalName(component)} ${what}`.trimEnd();
}
