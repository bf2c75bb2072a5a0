import { readFileSync } from 'node:fs';
import { RealityError } from '#domain';

/** As whom a server runs that refuses to be root, and what goes before its command. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** Empty when we are nobody special: then it runs as ourselves. */
  readonly prefix: readonly string[];
}

/** Bits of capabilities(7). To walk through the private folders above its own, which belong to root; nothing may be written by it. */
const PASSES = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
] as const;

/** The first of these users that the machine has; ourselves when we are not root. Throws when there is none to be. */
export function findServerUser(names: readonly string[]): ServerUser {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (own.uid !== 0) return { ...own, prefix: [] };
  const [uid, gid] = findIds([...names, 'nobody']);
  if (uid === undefined || gid === undefined) {
    const text = `no user to run a server as: it refuses root, and there is no user ${names.join(' or ')}`;
    throw new RealityError('host-not-ready', text);
  }
  const pass = findPass();
  const capabilities = pass === undefined ? [] : [`--inh-caps=-all,+${pass}`, `--ambient-caps=-all,+${pass}`];
  const prefix = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...capabilities];
  return { uid: Number(uid), gid: Number(gid), prefix };
}

/** The command as this user runs it; `setpriv` becomes the program, so that the process stays the one that was started. */
export function withUser(
  user: ServerUser,
  [program, ...rest]: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  const [first, ...more] = user.prefix;
  return first === undefined ? [program, ...rest] : [first, ...more, program, ...rest];
}

function findIds(names: readonly string[]): readonly string[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const users = lines.map((line) => line.split(':'));
  const found = names.flatMap((name) => users.filter(([each]) => each === name))[0];
  return found?.slice(2, 4) ?? [];
}

function findPass(): string | undefined {
  const permitted = /^CapPrm:\s*([0-9a-f]+)/mu.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const bits = BigInt(`0x${permitted}`);
  return PASSES.find(({ bit }) => (bits >> bit) % 2n === 1n)?.name;
}
