import type { LogLine } from './log-line.ts';

/** A stack trace that begins at a line. */
export interface FoundStack {
  /** The line that a person would quote: it names what was raised. */
  readonly head: LogLine;
  readonly text: string;
  /** Lines that belong to it. */
  readonly length: number;
}

/** How one language prints a trace: what its first line looks like, and what each line after it. */
interface Shape {
  readonly begins: RegExp;
  readonly frame: RegExp;
  /** Other lines between the frames, such as the source line that Python quotes. */
  readonly between?: RegExp;
  /** A line that tells what it came of; the first group is that. */
  readonly cause?: RegExp;
  /** Between two traces of which the first led to the second. */
  readonly chain?: RegExp;
  /** True where what was raised stands after the frames. */
  readonly saysLast?: boolean;
  /** True where the innermost frame stands last. */
  readonly innermostLast?: boolean;
  /** True where the first line says enough without frames. */
  readonly isTraceAlone?: boolean;
  readonly foreign: RegExp;
}

const SHAPES: readonly Shape[] = [
  // Python: the frames, each with its source line, then the exception.
  {
    begins: /^\s*Traceback \(most recent call last\):/u,
    frame: /^\s+File "([^"]+)", line (\d+)/u,
    between: /^\s{2,}|^\s*$/u,
    chain: /^\s*(?:During handling of the above exception, another|The above exception was the direct cause)/u,
    saysLast: true,
    innermostLast: true,
    foreign: /\/site-packages\/|\/dist-packages\/|\/lib\/python\d|<frozen|<string>/u,
  },
  // Go: panic, goroutine header, then pairs of a function and its file.
  {
    begins: /^(?:panic: |fatal error: |runtime error: |(?:.*\s)?http: panic serving )/u,
    isTraceAlone: true,
    frame: /^\s+(\S+\.go):(\d+)/u,
    between: /^goroutine \d+|^\s*$|^\[signal |^\S+\(.*\)$|^created by |^\t|^panic: /u,
    foreign: /\/usr\/(?:local\/|lib\/)?go[^/]*\/src\/|\/go\/pkg\/mod\/|\/runtime\/|_cgo_/u,
  },
  // Rust.
  {
    begins: /^thread '[^']*' (?:\(\d+\) )?panicked at (?:\S+)/u,
    isTraceAlone: true,
    frame: /^\s+at (\S+\.rs):(\d+)/u,
    between: /^\s+\d+: |^note: |^stack backtrace:/u,
    foreign: /\/rustc\/|\/\.cargo\//u,
  },
  // Java and its kin, and Node: what was raised, then the frames.
  {
    begins: /^(?:Exception in thread "[^"]*" )?(?:[\w$]+\.)+[A-Z]\w*(?:Exception|Error|Throwable)\b/u,
    frame: /^\s+at [\w$.<>/]+\((\w+\.(?:java|kt|scala|groovy)):(\d+)\)/u,
    between: /^\s+at |^Caused by: |^\s+\.\.\. \d+ (?:more|common)/u,
    cause: /^Caused by: (.+)$/u,
    foreign: /^\s+at (?:java|javax|jdk|sun|org\.springframework|org\.junit|io\.netty)\b/u,
  },
  {
    begins: /\S/u,
    frame: /^\s+at (?:.*?\()?(?:file:\/\/)?([^()\s]+\.[cm]?[jt]sx?):(\d+)(?::\d+)?\)?(?: \{)?$/u,
    between:
      /^\s+at |^\s+\[[^\]]+\]: |^\s*[{}\]]+,?\s*$|^\s{2,}\w+: |^\s+\.\.\. \d+ lines? matching|^\s+\w*Error: connect /u,
    cause: /^\s+(?:\[(?:cause|errors)\]: (?:\[\s*)?|(?=\w*Error: connect ))(\S.*?)(?: \{)?$/u,
    foreign: /\/node_modules\/|\(node:|at node:|internal\//u,
  },
];

/** Where Node quotes the source of what it did not catch, the line that says so comes a few lines later. */
const MAX_LINES = 80;

/** Undefined when no trace begins at this line. */
export function findStack(lines: readonly LogLine[], start: number): FoundStack | undefined {
  const first = lines[start];
  if (first === undefined) return undefined;
  for (const shape of SHAPES) {
    if (!shape.begins.test(first.text)) continue;
    const found = follow(lines, start, shape);
    if (found !== undefined) return followChain(lines, start, { shape, found });
  }
  return undefined;
}

// What Python raised while it dealt with something else is quoted together with that.
function followChain(
  lines: readonly LogLine[],
  start: number,
  { shape, found }: { readonly shape: Shape; readonly found: FoundStack },
): FoundStack {
  const next = start + found.length;
  const isBlank = (index: number): boolean => lines[index]?.text.trim() === '';
  const link = isBlank(next) ? next + 1 : next;
  if (shape.chain?.test(lines[link]?.text ?? '') !== true) return found;
  const from = isBlank(link + 1) ? link + 2 : link + 1;
  const later = findStack(lines, from);
  if (later === undefined) return found;
  return {
    head: later.head,
    text: `${later.text}${describeCauses([found.text])}`,
    length: from - start + later.length,
  };
}

function follow(lines: readonly LogLine[], start: number, shape: Shape): FoundStack | undefined {
  const { own, causes, frames, end } = readFrames(lines, start, shape);
  const last = shape.saysLast === true ? lines[end] : undefined;
  const head = last ?? lines[start];
  if (head === undefined || (frames === 0 && shape.isTraceAlone !== true)) return undefined;
  const place = shape.innermostLast === true ? own.at(-1) : own[0];
  const text = head.text.trim();
  return {
    head,
    text: `${place === undefined ? text : `${text} (at ${place})`}${describeCauses(causes)}`,
    length: end - start + (last === undefined ? 0 : 1),
  };
}

const MAX_CAUSES = 3;
const MAX_CAUSE_LENGTH = 160;

function describeCauses(causes: readonly string[]): string {
  return causes
    .slice(0, MAX_CAUSES)
    .map((text) => `; caused by: ${text.trim().slice(0, MAX_CAUSE_LENGTH)}`)
    .join('');
}

interface Frames {
  /** Those of the program's own. */
  readonly own: readonly string[];
  readonly causes: readonly string[];
  readonly frames: number;
  /** The first line that is none of the trace. */
  readonly end: number;
}

function readFrames(lines: readonly LogLine[], start: number, shape: Shape): Frames {
  const rest = lines.slice(start + 1, start + MAX_LINES).map(({ text }) => text);
  const all = rest.map((text) => readPart(text, shape));
  const stop = all.indexOf('none');
  const parts = stop === -1 ? all : all.slice(0, stop);
  const own = parts.filter((part) => part !== 'between' && part !== 'foreign');
  const causes = rest.slice(0, parts.length).flatMap((text) => shape.cause?.exec(text)?.[1] ?? []);
  return { own, causes, frames: parts.filter((part) => part !== 'between').length, end: start + 1 + parts.length };
}

/** The place that a frame of the program's own names, or what else the line is. */
function readPart(text: string, { frame, between, foreign }: Shape): string {
  const [, file, line] = frame.exec(text) ?? [];
  if (file === undefined) return between?.test(text) === true ? 'between' : 'none';
  return foreign.test(text) ? 'foreign' : `${file}:${line ?? ''}`;
}
