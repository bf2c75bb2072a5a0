import type { KeptHeaders } from '#domain';
import { closeSync, fstatSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

/** What is asked of a component, as the record keeps it. */
export interface Asked {
  readonly protocol: 'json-rpc' | 'http' | 'websocket';
  readonly url: string;
  /** JSON-RPC method, `GET /path`, or a word for what no protocol names. */
  readonly method: string;
  readonly request: string;
  /** Absent = not known. */
  readonly requestHeaders?: KeptHeaders;
  /** Which connection, where several requests share one. */
  readonly connection?: string;
  /** How many messages were sent on it, this one among them. */
  readonly nth?: number;
}

/** What came of it; `silent` = no answer within the time that the asker gave. */
export interface Answered {
  readonly end: 'answered' | 'error' | 'refused' | 'silent' | 'closed';
  readonly code?: string | undefined;
  readonly answer: string;
  readonly answerHeaders?: KeptHeaders;
}

/** Told once for each exchange; later calls are dropped. */
export type TellAnswer = (answered: Answered) => void;

/** The whole record of an attempt is 4 MB: how it began, then a line that says that there is a gap, and beside it the newest of the rest, in two parts. */
const MAX_FIRST_BYTES = 2 * 1024 * 1024;
const MAX_LATER_BYTES = 1024 * 1024;
const FULL = '{"full":true}\n';
/** More than a reader keeps: a secret that is cut in two at the end must fall into what he throws away. */
const MAX_TEXT = 1000;
/** Other processes of the suite write to the same file. */
const LOOK_EVERY_LINES = 64;

interface Recorder {
  readonly write: (line: object) => void;
}

let recorder: { readonly file: string | undefined; readonly open: Recorder | undefined } | undefined;
let asked = 0;

/**
 * Writes down that something is asked, before it is sent: what is never answered must stand there too. Outside a run it does nothing.
 * The format is documented in docs/reference/suite-environment.md. Never throws: a full disk is no fault of the test.
 */
export function recordAsked(question: Asked): TellAnswer {
  const open = findRecorder();
  if (open === undefined) return () => undefined;
  asked += 1;
  const id = `${process.pid}.${asked}`;
  const { protocol, method, request, requestHeaders } = question;
  const test = process.env['REALITY_TEST'];
  open.write({
    asked: id,
    at: nowMs(),
    protocol,
    ...placeOf(question.url),
    method: cut(method),
    request: cut(request),
    ...(requestHeaders !== undefined && { requestHeaders }),
    ...(question.connection !== undefined && { connection: question.connection, nth: question.nth }),
    ...(test !== undefined && { test: Number(test) }),
  });
  let isOpen = true;
  return ({ end, code, answer, answerHeaders }) => {
    const told = { answer: cut(answer), ...(answerHeaders !== undefined && { answerHeaders }) };
    if (isOpen) open.write({ ended: id, at: nowMs(), end, ...(code !== undefined && { code }), ...told });
    isOpen = false;
  };
}

/** Writes down what the far end said unasked. */
export function recordTold({ url, method, text, connection }: Told): void {
  const test = process.env['REALITY_TEST'];
  findRecorder()?.write({
    at: nowMs(),
    protocol: 'json-rpc',
    ...placeOf(url),
    method: cut(method),
    end: 'told',
    answer: cut(text),
    tookMs: 0,
    connection,
    ...(test !== undefined && { test: Number(test) }),
  });
}

interface Told {
  readonly url: string;
  readonly method: string;
  readonly text: string;
  readonly connection: string;
}

const REFUSED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** How an attempt to ask ended that threw. */
export function endOfThrown(thrown: unknown, isOverdue: boolean): Answered {
  let code: string | undefined;
  let answer = '';
  for (let current = thrown; current instanceof Error; current = innerOf(current)) {
    if ('code' in current && typeof current.code === 'string') code = current.code;
    answer = current.message === '' ? answer : current.message;
  }
  if (code !== undefined && REFUSED.has(code)) return { end: 'refused', code, answer };
  return { end: isOverdue ? 'silent' : 'closed', code, answer };
}

function innerOf(thrown: Error): unknown {
  if (thrown.cause !== undefined) return thrown.cause;
  const several: unknown = Reflect.get(thrown, 'errors');
  return Array.isArray(several) ? several[0] : undefined;
}

const [originMs, elapsedMs] = [performance.timeOrigin, performance.now.bind(performance)];

/** Wall time to a thousandth of a millisecond, that does not jump while the process lives. */
function nowMs(): number {
  return Math.round((originMs + elapsedMs()) * 1000) / 1000;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
}

interface Place {
  readonly address: string;
  readonly path?: string;
}

let lastPlace: { readonly url: string; readonly place: Place } | undefined;

/** A client asks the same address again and again. */
function placeOf(url: string): Place {
  if (lastPlace?.url !== url) lastPlace = { url, place: parsePlace(url) };
  return lastPlace.place;
}

function parsePlace(url: string): Place {
  try {
    const { hostname, port, protocol, pathname } = new URL(url);
    const usual = protocol === 'https:' || protocol === 'wss:' ? '443' : '80';
    return { address: `${hostname}:${port === '' ? usual : port}`, path: cut(pathname) };
  } catch {
    return { address: cut(url) };
  }
}

/** A test may change its own environment: the file is the one of now. */
function findRecorder(): Recorder | undefined {
  const file = process.env['REALITY_EXCHANGES'];
  if (recorder === undefined || recorder.file !== file) {
    recorder = { file, open: file === undefined || file === '' ? undefined : openRecorder(file) };
  }
  return recorder.open;
}

interface OpenPart {
  readonly fd: number;
  sizeBytes: number;
}

/** Ends the first part when it is full; then the newest of what follows is kept, in two parts of which the older is given up for the next. */
function openRecorder(file: string): Recorder | undefined {
  let part = openPart(file);
  let [lines, isFirst] = [0, true];
  const append = (text: string): void => {
    if (part === undefined) return;
    part.sizeBytes += writeSync(part.fd, text);
    lines += 1;
    if (lines % LOOK_EVERY_LINES === 0) part.sizeBytes = fstatSync(part.fd).size;
  };
  const makeRoom = (sizeBytes: number): void => {
    if (part === undefined || part.sizeBytes + sizeBytes + FULL.length <= (isFirst ? MAX_FIRST_BYTES : MAX_LATER_BYTES))
      return;
    if (isFirst) append(FULL);
    else if (isAt(`${file}.last`, part.fd)) renameSync(`${file}.last`, `${file}.before`);
    isFirst = false;
    closeSync(part.fd);
    part = openPart(`${file}.last`);
  };
  if (part === undefined) return undefined;
  return {
    write: (line) => {
      try {
        const text = `${JSON.stringify(line)}\n`;
        makeRoom(Buffer.byteLength(text));
        append(text);
      } catch {
        part = undefined;
      }
    },
  };
}

function openPart(file: string): OpenPart | undefined {
  try {
    const fd = openSync(file, 'a', 0o600);
    return { fd, sizeBytes: fstatSync(fd).size };
  } catch {
    return undefined;
  }
}

/** Another process of the suite may have put it away already. */
function isAt(file: string, fd: number): boolean {
  return statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino;
}
