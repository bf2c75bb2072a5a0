import path from 'node:path';
import type { Frame } from '#domain';
import type { HungProcess } from './hang-snapshot.ts';

const MAX_FRAMES = 4;
const MAX_HANDLES = 6;
const MAX_ARGUMENTS_CHARACTERS = 120;

/** What engines give to Node for this very purpose would push the rest out of sight. */
const OURS = /^--(?:inspect-port|report-)/u;

/** What waits under a shell or launcher is worth a sentence; these merely wait for it. */
const WAITS_FOR_CHILD: ReadonlySet<string> = new Set(['do_wait', 'wait4', 'do_wait4', '__do_wait']);

/**
 * Sentences for a failure text, one per process that says something. `nameOf` maps a port to what a person knows it by
 * (`component mediamtx`).
 */
export function describeHang(
  snapshot: readonly HungProcess[],
  nameOf: (port: number) => string | undefined = () => undefined,
): readonly string[] {
  const telling = snapshot.filter((hung) => !WAITS_FOR_CHILD.has(hung.waitingIn) || snapshot.length === 1);
  return telling.map((hung) => `${describeProgram(hung)} ${describeDoing(hung, nameOf)}`);
}

function describeProgram({ process: { argv, pid } }: HungProcess): string {
  const [file = '', ...rest] = argv;
  const text = [path.basename(file), ...rest.filter((argument) => !OURS.test(argument))].join(' ');
  const short = text.length > MAX_ARGUMENTS_CHARACTERS ? `${text.slice(0, MAX_ARGUMENTS_CHARACTERS)}…` : text;
  return `${short} (pid ${pid})`;
}

function describeDoing(hung: HungProcess, nameOf: (port: number) => string | undefined): string {
  const peers = hung.connections.map(({ remote, remotePort }) => describePeer(remote, nameOf(remotePort)));
  const connected = peers.length === 0 ? [] : [`connected to ${peers.join(', ')}`];
  const [innermost, ...callers] = hung.frames ?? [];
  if (innermost !== undefined) {
    const by = callers.slice(0, MAX_FRAMES - 1).map((frame) => ` ← ${describeFrame(frame)}`);
    return [`is busy in ${describeFrame(innermost)}${by.join('')}`, ...connected].join('; ');
  }
  if (hung.isBusy) return ['is busy', ...connected].join('; ');
  if (hung.state === 'T') return 'is stopped';
  const handles = (hung.handles ?? []).filter(({ remotePort }) => remotePort === undefined).map(({ text }) => text);
  const open = handles.length === 0 ? [] : [`open: ${handles.slice(0, MAX_HANDLES).join(', ')}`];
  const where = hung.waitingIn === '' ? [] : [`in ${hung.waitingIn}`];
  const why = [...connected, ...open];
  return ['waits', ...(why.length === 0 ? where : [why.join('; ')])].join(' ');
}

function describePeer(remote: string, name: string | undefined): string {
  return name === undefined ? remote : `${remote} (${name})`;
}

function describeFrame({ name, file, line, column }: Frame): string {
  return `${name} (${file}:${line}:${column})`;
}
