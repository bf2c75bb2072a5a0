import { accessSync, constants, existsSync, lstatSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { availableMemoryBytes } from './available-memory.ts';
import { describeError, formatBytes } from '#domain';
import type { Check } from '#domain';
import { makeCheck, makeNote } from './check.ts';
import type { Shell } from './shell.ts';

const GIB = 1024 ** 3;
const LEAST_DISK_BYTES = GIB;
const LEAST_MEMORY_BYTES = 2 * GIB;
const LEAST_NODE = [20, 19] as const;

/** Everything about the machine itself, in the order in which it would hurt. */
export async function checkHost(shell: Shell): Promise<readonly Check[]> {
  return [
    checkPlatform(shell),
    checkNode(),
    await checkTmp(shell.tmpRoot),
    await checkDisk(shell.tmpRoot),
    checkMemory(),
    await checkLoopback('127.0.0.1', 'loopback IPv4'),
    await checkLoopback('::1', 'loopback IPv6'),
    ...checkDevices(),
  ];
}

function checkPlatform({ environment: { platform, arch } }: Shell): Check {
  return makeCheck(platform === 'linux' && (arch === 'x64' || arch === 'arm64'), {
    what: 'platform',
    found: `${platform} ${arch}`,
    needed: 'linux x64 or arm64',
    mend: 'run worlds on Linux; stored runs can be judged anywhere',
  });
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  return makeCheck(major > leastMajor || (major === leastMajor && minor >= leastMinor), {
    what: 'Node',
    found: process.version,
    needed: `v${LEAST_NODE.join('.')} or newer`,
    mend: 'install a newer Node',
  });
}

async function checkTmp(tmpRoot: string): Promise<Check> {
  const line = {
    what: 'temporary folder',
    needed: 'writable, mkfifo and Unix sockets possible',
    mend: 'set TMPDIR to a folder that can be written',
  };
  try {
    const probe = await mkdtemp(join(tmpRoot, 'reality-doctor-'));
    try {
      await writeFile(join(probe, 'probe'), 'probe');
      await listenOnce({ path: join(probe, 'socket') });
    } finally {
      await rm(probe, { recursive: true, force: true });
    }
    return makeCheck(true, { ...line, found: tmpRoot });
  } catch (error) {
    return makeCheck(false, { ...line, found: describeError(error) });
  }
}

async function checkDisk(tmpRoot: string): Promise<Check> {
  const { bavail, bsize } = await statfs(tmpRoot);
  const freeBytes = bavail * bsize;
  return makeCheck(freeBytes >= LEAST_DISK_BYTES, {
    what: 'free disk',
    found: `${formatBytes(freeBytes)} in ${tmpRoot}`,
    needed: formatBytes(LEAST_DISK_BYTES),
    mend: 'free some space there, or set TMPDIR to another disk; reality clean removes old runs',
  });
}

function checkMemory(): Check {
  const freeBytes = availableMemoryBytes();
  return makeCheck(freeBytes >= LEAST_MEMORY_BYTES, {
    what: 'free memory',
    found: formatBytes(freeBytes),
    needed: formatBytes(LEAST_MEMORY_BYTES),
    mend: 'end what you do not need, or run on a larger machine',
  });
}

async function checkLoopback(host: string, what: string): Promise<Check> {
  const line = {
    what,
    needed: 'a listener can be opened',
    mend: what.endsWith('4')
      ? 'bring the interface lo up: ip link set lo up'
      : 'nothing needs it; services that insist on ::1 will fail',
  };
  const make = what.endsWith('4') ? makeCheck : makeNote;
  try {
    await listenOnce({ host, port: 0 });
    return make(true, { ...line, found: `a listener on ${host}` });
  } catch (error) {
    return make(false, { ...line, found: describeError(error) });
  }
}

async function listenOnce(
  where: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(where, () => server.close(() => resolve()));
  });
}

// The bundled worlds bring device entries of their own; real cameras matter to services that are pointed at /dev.
function checkDevices(): readonly Check[] {
  const names = existsSync('/dev') ? readdirSync('/dev').filter((name) => /^video\d+$/u.test(name)) : [];
  if (names.length === 0) {
    return [
      makeNote(true, {
        what: 'camera devices',
        found: 'none in /dev',
        needed: 'none: worlds bring their own entries',
        mend: '',
      }),
    ];
  }
  return names.map((name) => checkDevice(join('/dev', name)));
}

function checkDevice(path: string): Check {
  const line = {
    what: `device ${path}`,
    needed: 'readable',
    mend: `add this user to the group that owns ${path} (usually: usermod -aG video USER)`,
  };
  try {
    accessSync(path, constants.R_OK);
    return makeNote(true, { ...line, found: 'readable' });
  } catch {
    return makeNote(false, { ...line, found: `not readable (owned by group ${lstatSync(path).gid})` });
  }
}
