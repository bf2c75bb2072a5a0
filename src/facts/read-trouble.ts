import type { LogFact } from '#domain';
import { findStack } from './find-stack.ts';
import type { LogLine } from './log-line.ts';

/** A line that tells of trouble. */
export interface Trouble {
  readonly line: LogLine;
  readonly nature: LogFact['nature'];
  /** The line itself, for a stack trace with the frame of the program's own. */
  readonly text: string;
}

/** All trouble in a log, in its order. The lines of a stack trace are one. */
export function readTrouble(lines: readonly LogLine[]): readonly Trouble[] {
  const found: Trouble[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const stack = findStack(lines, index);
    if (stack !== undefined) {
      found.push({ line: stack.head, nature: 'stack', text: stack.text });
      index += stack.length - 1;
      continue;
    }
    const trouble = readLine(line);
    if (trouble !== undefined) found.push(trouble);
  }
  return found;
}

function readLine(line: LogLine): Trouble | undefined {
  const nature = natureOf(line.text);
  if (nature === undefined) return undefined;
  const text = nature === 'error' ? findStackInside(line) : undefined;
  return text === undefined ? { line, nature, text: line.text.trim() } : { line, nature: 'stack', text };
}

const QUOTED = 200;

// A logger that writes objects puts a whole trace into one of their texts.
function findStackInside({ line, elapsedMs, text }: LogLine): string | undefined {
  const object = text.trim().startsWith('{') ? parseObject(text) : undefined;
  if (object === undefined) return undefined;
  const said = ['msg', 'message', 'event'].map((key): unknown => Reflect.get(object, key)).find(isText) ?? '';
  for (const long of listTexts(object)) {
    const lines = long.split('\n').map((part) => ({ line, elapsedMs, text: part }));
    const stack = lines.map((_, index) => findStack(lines, index)?.text).find(isText);
    if (stack !== undefined) return stack.includes(said) ? stack : `${said.slice(0, QUOTED)}: ${stack}`;
  }
  return undefined;
}

/** Texts of several lines in an object, and in the objects within it. */
function listTexts(object: object): readonly string[] {
  const values: readonly unknown[] = Object.values(object);
  const inner = values.flatMap((value): readonly unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value) : [],
  );
  return [...values, ...inner].filter(isText).filter((text) => text.includes('\n'));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const RESOURCE =
  /\b(?:ResourceWarning|MaxListenersExceededWarning|BytesWarning|memory leak detected|Unclosed (?:client session|connector|connection)|Task was destroyed but it is pending|was never (?:awaited|retrieved)|Closing file descriptor \d+ on garbage collection)\b/u;

/** Warnings of resources that were not given back are told apart: they go with many failures and explain none. */
function natureOf(text: string): 'error' | 'resource' | undefined {
  if (RESOURCE.test(text)) return 'resource';
  return isError(text) ? 'error' : undefined;
}

const LEVEL_WORD = '(?:error|err|eror|fatal|critical|crit|panic|emerg|alert|severe)';
/** `level=error`, `lvl=eror`, `severity: "ERROR"`. */
const LOGFMT = new RegExp(String.raw`(?:^|[\s,{])(?:level|lvl|severity|loglevel)\s*[=:]\s*"?${LEVEL_WORD}\b`, 'iu');
/** A level in capitals in the place of levels: at the start, after a time, in brackets, before a colon or between bars. */
const CAPITALS = /(?:^|[\s[|(<:-])(?:ERROR|ERR|FATAL|CRITICAL|CRIT|PANIC|SEVERE|EMERG)(?=$|[\s\]|)>:-])/u;
/** `[error] …`, `error: …`, `Error: …`, `TypeError: …` at the start of what is said. */
const AT_START =
  /^(?:\S+ )?\[(?:error|fatal|critical|crit|emerg|alert)\]|^(?:fatal |uncaught )?(?:\w+\.)*\w*(?:error|exception)(?: \[\w+\])?: \S/iu;
const GLOG = /^[EF]\d{4} \d\d:\d\d:\d\d/u;

function isError(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return isErrorObject(trimmed);
  if (CAPITALS.test(trimmed) || LOGFMT.test(trimmed) || AT_START.test(trimmed) || GLOG.test(trimmed)) return true;
  return (BROKEN.test(trimmed) && !QUIET.test(trimmed)) || SERVED_FAULT.test(trimmed);
}

/** Fixed words of systems and libraries for what came to nothing; many programs write them without any level. */
const BROKEN =
  /\b(?:ECONN\w+|EHOST\w+|ENET\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_\w+|connection (?:was )?(?:refused|reset|closed|aborted)|broken pipe|timed out|timeout (?:of|after|exceeded|awaiting|expired)|deadline exceeded|no such host|no route to host|Name or service not known|unreachable|failed to|failed:|unable to|could not|cannot|unhandled|uncaught|panic(?:ked)?|out of memory)\b/iu;
/** A program that gives its lines levels knows best. */
const QUIET =
  /(?:^|[\s[|(<:{,"-])(?:level"?\s*[=:]\s*"?)?(?:INFO|INF|DEBUG|DBG|DEB|TRACE|NOTICE)(?=$|[\s\]|)>:",-])|\blevel=(?:info|debug|trace)\b/u;
/** The line by which a server notes that it answered with a fault of its own. */
const SERVED_FAULT = /\bHTTP\/\d(?:\.\d)?"? 5\d\d\b/u;

/** pino counts: 50 is error, 60 is fatal. */
const LEAST_ERROR = 50;
const LEVEL_KEYS = ['level', 'severity', 'lvl', 'levelname', 'log.level', '@level'] as const;
const IS_LEVEL = new RegExp(`^${LEVEL_WORD}$`, 'iu');

function isErrorObject(text: string): boolean {
  const value = parseObject(text);
  if (value === undefined)
    return LOGFMT.test(text.replaceAll('"', ' ')) || /"(?:level|severity)":\s*"(?:error|fatal|critical)"/iu.test(text);
  return LEVEL_KEYS.some((key) => {
    const level: unknown = Reflect.get(value, key);
    return typeof level === 'number' ? level >= LEAST_ERROR : typeof level === 'string' && IS_LEVEL.test(level);
  });
}
