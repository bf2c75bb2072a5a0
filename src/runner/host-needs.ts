import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Environment } from '#domain';
import { compareVersions, findProgram, readVersion } from './program-version.ts';

export interface NeedResult {
  readonly ok: boolean;
  /** What was found, in a few words. */
  readonly found: string;
  /** What to do; empty when nothing is to be done. */
  readonly remedy: string;
}

/**
 * Looks for one host prerequisite: `root`, a path (`/dev/video0`), a port that must be free (`port:8554`), a program (`curl`),
 * or a program of a version (`python>=3.10`).
 */
export async function checkNeed(need: string, environment: Environment): Promise<NeedResult> {
  if (need === 'root') return checkRoot();
  if (need.startsWith('/')) return checkPath(need);
  if (need.startsWith('port:')) return checkPort(Number(need.slice('port:'.length)));
  return checkProgram(need, environment);
}

function checkRoot(): NeedResult {
  const user = process.getuid?.();
  return user === 0
    ? { ok: true, found: 'running as root', remedy: '' }
    : { ok: false, found: `running as user ${String(user)}`, remedy: 'run as root, for instance with sudo' };
}

function checkPath(file: string): NeedResult {
  if (!existsSync(file)) return { ok: false, found: 'not there', remedy: `attach or create ${file}` };
  try {
    accessSync(file, constants.R_OK);
  } catch {
    const group = file.startsWith('/dev/') ? ', for instance by adding this user to its group' : '';
    return { ok: false, found: 'there, but not readable', remedy: `let this user read ${file}${group}` };
  }
  return { ok: true, found: statSync(file).isCharacterDevice() ? 'a device, readable' : 'there, readable', remedy: '' };
}

/** Tries what the suite will do. Bound for a moment only; whoever holds it is named by `reality doctor`. */
async function checkPort(port: number): Promise<NeedResult> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return { ok: false, found: 'not a port number', remedy: 'write port:N with N from 1 to 65535' };
  }
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve({ ok: false, found: error.message, remedy: `free port ${port}; \`reality doctor\` says who holds it` });
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve({ ok: true, found: 'free', remedy: '' });
      });
    });
  });
}

const PROGRAM = /^(?<name>[\w.+/-]+?)(?:>=(?<version>\d+(?:\.\d+)*))?$/u;

async function checkProgram(need: string, environment: Environment): Promise<NeedResult> {
  const { name, version } = PROGRAM.exec(need)?.groups ?? {};
  if (name === undefined) {
    return { ok: false, found: 'not understood', remedy: 'write a program, program>=1.2, root, port:N or a path' };
  }
  const searchPath = environment.env['PATH'] ?? '';
  const file = findProgram(name, searchPath) ?? findProgram(alias(name), searchPath);
  const remedy = `install ${need}`;
  if (file === undefined) return { ok: false, found: 'not on the PATH', remedy };
  if (version === undefined) return { ok: true, found: file, remedy: '' };
  return judgeVersion(file, await readVersion(file, environment), { version, remedy });
}

function judgeVersion(
  file: string,
  found: string | undefined,
  asked: { readonly version: string; readonly remedy: string },
): NeedResult {
  if (found === undefined) return { ok: false, found: `${file} tells no version`, remedy: asked.remedy };
  const ok = compareVersions(found, asked.version) >= 0;
  return { ok, found: `${file} ${found}`, remedy: ok ? '' : asked.remedy };
}

/** Where there is no `python` there is `python3`. */
function alias(name: string): string {
  return name === 'python' ? 'python3' : name;
}
