import { existsSync } from 'node:fs';
import path from 'node:path';
import type { OwnListener } from '#contact';
import { isCopyOf } from '#guard';
import type { World } from '#world';
import type { EngineProcess } from './attempt-state.ts';
import { commandOf } from './service-settings.ts';

const RUNS_SCRIPTS = /^(?:node|nodejs|bun|deno|python[\d.]*|ruby|perl|php|java|bash|sh|dash|zsh|busybox)$/u;
/** To run the same one says nothing. */
const SERVES_ALL = /^(?:env|socat|nc|ncat|netcat|caddy|nginx)(?:\..*)?$/u;

type Program = Pick<OwnListener, 'pid' | 'argv' | 'executable'>;

/**
 * True unless it is a program of its own that the tests started: a script of the project, or a compiled program. Workers of frameworks and
 * binaries of tests run tests, and so does whatever the suite's own command names.
 */
export function isOfTests(program: Program, { run, root, spec }: EngineProcess, cwd: string): boolean {
  const { pid, argv, executable } = program;
  const script = argv.slice(1).find((word) => !word.startsWith('-')) ?? '';
  const isInterpreted = RUNS_SCRIPTS.test(path.basename(executable));
  const name = path.basename(isInterpreted ? script : executable);
  if (pid === root.pid || name === '' || name.endsWith('.test')) return true;
  if (JSON.stringify(spec.options).includes(name)) return true;
  return isInterpreted && !isOfProject(path.resolve(cwd === '' ? spec.cwd : cwd, script), run.request.config.root);
}

function isOfProject(file: string, root: string): boolean {
  return file.startsWith(root + path.sep) && !file.includes('/node_modules/') && existsSync(file);
}

/** The component of which it is another one, started by the suite. */
export function copyOf(
  { pid, argv, executable }: Program,
  { process, world }: { readonly process: EngineProcess; readonly world: World },
): string | undefined {
  if (pid === process.root.pid) return undefined;
  const { components } = process.run.request.config;
  const byCommand = components.find((component) => isCopyOf(argv, commandOf(component)));
  if (byCommand !== undefined) return byCommand.name;
  const name = path.basename(executable);
  if (name === '' || RUNS_SCRIPTS.test(name) || SERVES_ALL.test(name)) return undefined;
  return components.find((component) =>
    world.contact.peersOf(component.name, []).some((peer) => peer.executable === executable),
  )?.name;
}
