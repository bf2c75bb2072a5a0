import path from 'node:path';
import type { Frame } from '#domain';

/** A server that a suite opened itself, or that a process opened which it had started. */
export interface OwnListener {
  /** `127.0.0.1:4312`. */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  readonly executable: string;
  readonly argv: readonly string[];
  /** Line of the project that opened it, where a guard saw it. */
  readonly frame?: Frame;
  /** Somebody was connected to it. */
  readonly isUsed: boolean;
  /** Component whose program it is: a second one, which the suite started by itself. */
  readonly copyOf?: string;
  /** Components that its process (or one that this had started) asked, and that answered: it may stand between them and who asks it. */
  readonly asked: ReadonlySet<string>;
  /** The tests run in that very process, and may have asked for themselves. */
  readonly isOfTests: boolean;
}

const MAX_LISTED = 3;
const MAX_NAME = 60;

/** `a server that the suite opened itself, at 127.0.0.1:4312 (node fake.cjs)`. */
export function describeListeners(listeners: readonly OwnListener[]): string {
  const shown = listeners.slice(0, MAX_LISTED).map(describeListener);
  const more = listeners.length - shown.length;
  return `${shown.join(', and ')}${more > 0 ? ` (and ${more} more)` : ''}`;
}

function describeListener({ address, executable, argv, frame, copyOf, isOfTests }: OwnListener): string {
  const what =
    copyOf === undefined ? 'a server that the suite opened itself' : `a ${copyOf} that the suite started itself`;
  const [program = executable, ...args] = argv;
  const words = [program, args.find((word) => !word.startsWith('-')) ?? ''].map((word) => path.basename(word));
  const name = isOfTests
    ? 'in the process of its tests'
    : (words.join(' ').trim().split('\n')[0] ?? '').slice(0, MAX_NAME);
  const who = [name, frame === undefined ? '' : `${frame.file}:${frame.line}`].filter((text) => text !== '');
  return `${what}, at ${address}${who.length === 0 ? '' : ` (${who.join(', ')})`}`;
}

/** It stands before the component and asks it itself, in a process that does nothing else. */
export function isProxyFor({ asked, isOfTests }: OwnListener, component: string): boolean {
  return !isOfTests && asked.has(component);
}
