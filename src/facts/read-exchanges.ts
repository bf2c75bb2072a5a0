import { EXCHANGE_ENDS, keepHeaders, present } from '#domain';
import type { ExchangeEnd, ExchangeFact, KeptHeaders } from '#domain';

/** One exchange as a suite wrote it down, on the wall clock of its process. */
export interface Exchange {
  readonly atMs: number;
  readonly protocol: ExchangeFact['protocol'];
  readonly address: string;
  readonly path?: string;
  readonly method: string;
  readonly request: string;
  /** Ordinal by which the engine announced the test; absent where the engine does not say which test runs. */
  readonly test?: number;
  readonly end: ExchangeEnd;
  readonly code?: string;
  readonly answer: string;
  /** As they were sent: what proves who asks is among them. Absent = not heard. */
  readonly requestHeaders?: KeptHeaders;
  readonly answerHeaders?: KeptHeaders;
  /** Which connection, where several requests share one; and how many messages were sent on it, this one among them. */
  readonly connection?: string;
  readonly nth?: number;
  /** `runtime` = heard beside a plain client, which may talk to anybody; absent = written down on purpose by who asked. */
  readonly by?: 'runtime';
  /** Component that asked, where a tap saw it; absent = the suite. */
  readonly from?: string;
  /** Absent while no end was told: it lasted as long as its test. */
  readonly tookMs?: number;
  /** Of one that was answered too late for its test: when it was. */
  readonly lateMs?: number;
}

export interface ReadExchanges {
  readonly exchanges: readonly Exchange[];
  /** The record grew too long, and has a gap or no end. */
  readonly isFull: boolean;
  /** Lines that are not what the format says. */
  readonly damaged: number;
}

type Line = Readonly<Record<string, unknown>>;
type Told = Omit<Exchange, 'end' | 'code' | 'answer' | 'answerHeaders' | 'tookMs'>;
type Outcome = Pick<Exchange, 'end' | 'code' | 'answer' | 'answerHeaders'>;

/**
 * Reads the file that `REALITY_EXCHANGES` names; every line of it was written by the suite's own processes and may be anything. `later` = what is left of the
 * lines after it was full: of what lies between nothing is known, not even whether a question of before was answered.
 */
export function readExchanges(text: string, later = ''): ReadExchanges {
  const told = new Map<string, Exchange>();
  const first = readLines(told, text);
  if (later === '') return { exchanges: [...told.values()], ...first };
  const open = [...told].filter(([, one]) => one.tookMs === undefined);
  const rest = readLines(told, later);
  for (const [id, before] of open) if (told.get(id) === before) told.delete(id);
  return { exchanges: [...told.values()], isFull: true, damaged: first.damaged + rest.damaged };
}

function readLines(told: Map<string, Exchange>, text: string): Omit<ReadExchanges, 'exchanges'> {
  let [isFull, damaged] = [false, 0];
  for (const source of text.split('\n')) {
    if (source === '') continue;
    const line = parseLine(source) ?? {};
    if (line['full'] === true) isFull = true;
    else if ('ended' in line) finish(told, line);
    else if (!begin(told, line)) damaged += 1;
  }
  return { isFull, damaged };
}

function begin(told: Map<string, Exchange>, line: Line): boolean {
  const exchange = readAsked(line);
  if (exchange === undefined) return false;
  told.set(textOf(line['asked']) ?? `unnamed ${told.size}`, exchange);
  return true;
}

function finish(told: Map<string, Exchange>, line: Line): void {
  const id = textOf(line['ended']) ?? '';
  const known = told.get(id);
  const outcome = readOutcome(line);
  if (known === undefined || outcome === undefined) return;
  const endedMs = numberOf(line['at']);
  told.set(id, { ...known, ...outcome, tookMs: Math.max(0, (endedMs ?? known.atMs) - known.atMs) });
}

/** A line with an `end` of its own is a whole exchange; without one it is silent until its end is told. */
function readAsked(line: Line): Exchange | undefined {
  const told = readTold(line);
  if (told === undefined) return undefined;
  const outcome = readOutcome(line);
  if (outcome === undefined) return { ...told, end: 'silent', answer: '' };
  return { ...told, ...outcome, tookMs: numberOf(line['tookMs']) ?? 0 };
}

function readTold(line: Line): Told | undefined {
  const { protocol } = line;
  const [address, method, atMs] = [textOf(line['address']), textOf(line['method']), numberOf(line['at'])];
  const isKnown = protocol === 'json-rpc' || protocol === 'http' || protocol === 'websocket';
  if (!isKnown || address === undefined || method === undefined || atMs === undefined) return undefined;
  const [path, test] = [textOf(line['path']), numberOf(line['test'])];
  const [connection, nth] = [textOf(line['connection']), numberOf(line['nth'])];
  const by = line['by'] === 'runtime' ? { by: 'runtime' as const } : {};
  return {
    atMs,
    protocol,
    address,
    method,
    request: textOf(line['request']) ?? '',
    ...by,
    ...present({ path, test, connection, nth, requestHeaders: headersOf(line['requestHeaders']) }),
  };
}

function readOutcome(line: Line): Outcome | undefined {
  const end = EXCHANGE_ENDS.find((one) => one === line['end']);
  if (end === undefined) return undefined;
  const answerHeaders = headersOf(line['answerHeaders']);
  return { end, answer: textOf(line['answer']) ?? '', ...present({ code: textOf(line['code']), answerHeaders }) };
}

function parseLine(source: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function headersOf(value: unknown): KeptHeaders | undefined {
  if (!isObject(value)) return undefined;
  return keepHeaders(Object.entries(value).flatMap(([name, one]) => (typeof one === 'string' ? [[name, one]] : [])));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
