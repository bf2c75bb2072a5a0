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
    const nature = natureOf(line.text);
    if (nature !== undefined) found.push({ line, nature, text: line.text.trim() });
  }
  return found;
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
  return CAPITALS.test(trimmed) || LOGFMT.test(trimmed) || AT_START.test(trimmed) || GLOG.test(trimmed);
}

/** pino counts: 50 is error, 60 is fatal. */
const LEAST_ERROR = 50;
const LEVEL_KEYS = ['level', 'severity', 'lvl', 'levelname', 'log.level', '@level'] as const;
const IS_LEVEL = new RegExp(`^${LEVEL_WORD}$`, 'iu');

function isErrorObject(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return LOGFMT.test(text.replaceAll('"', ' ')) || /"(?:level|severity)":\s*"(?:error|fatal|critical)"/iu.test(text);
  }
  if (typeof value !== 'object' || value === null) return false;
  return LEVEL_KEYS.some((key) => {
    const level: unknown = Reflect.get(value, key);
    return typeof level === 'number' ? level >= LEAST_ERROR : typeof level === 'string' && IS_LEVEL.test(level);
  });
}
