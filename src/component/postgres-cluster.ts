import { writeFileSync } from 'node:fs';
import { chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeChildEnv } from '#child';
import type { AheadContext, PrepareContext, Preparation } from './kind.ts';
import type { ServerProgram } from './server-program.ts';
import { findServerProgram } from './server-program.ts';
import type { ServerUser } from './server-user.ts';
import { findServerUser, withUser } from './server-user.ts';

export interface ClusterOptions {
  readonly version?: string | undefined;
  readonly bin?: string | undefined;
}

/** Role of the harness itself: proves that it is up, brings in what it has to hold. Suites never get its password. */
export const HARNESS = 'reality_harness';

const INITDB_LIMIT_MS = 60_000;
const CLEAN_UP_LIMIT_MS = 2000;
/** Line of `postmaster.pid` with key and id of its segment. */
const SEGMENT_LINE = 6;

/** One of its programs, and where they are found. */
export function programOf(name: string, { version, bin }: ClusterOptions): ServerProgram {
  return {
    name,
    title: `PostgreSQL server${version === undefined ? '' : ` ${version}`}`,
    folders:
      bin === undefined
        ? [`/usr/lib/postgresql/${version ?? '*'}/bin`, ...HOMES.map((home) => home.replace('*', version ?? '*'))]
        : [bin],
    install: version === undefined ? 'apt-get install postgresql' : `apt-get install postgresql-${version}`,
    ...(version === undefined && bin === undefined ? {} : { onlyFolders: true }),
  };
}

/** Where others than Debian put it. */
const HOMES = ['/usr/pgsql-*/bin', '/opt/postgresql-*/bin'];

/** A cluster takes a second to make and a tenth of that to copy: it is made once for all worlds of a run. */
export function makeAhead({
  options,
  sharedDir,
  environment,
  tools,
}: AheadContext<ClusterOptions>): readonly Preparation[] {
  const initdb = findServerProgram(programOf('initdb', options), environment);
  if (initdb === undefined) return [];
  const user = findServerUser(['postgres']);
  const creates = templateOf(sharedDir, options);
  const password = writePassword(sharedDir, environment.randomHex(32));
  const writes = `${creates}-${environment.randomHex(4)}`;
  return [
    {
      spawn: {
        argv: withUser(user, [initdb, ...listArguments(writes, password)]),
        cwd: sharedDir,
        env: makeChildEnv(environment, tools),
      },
      writes,
      creates,
      folder: user,
      timeLimitMs: INITDB_LIMIT_MS,
    },
  ];
}

function listArguments(folder: string, passwordFilePath: string): readonly string[] {
  const login = ['-U', HARNESS, '-A', 'scram-sha-256', `--pwfile=${passwordFilePath}`];
  return ['-D', folder, ...login, '--no-sync', '--encoding=UTF8', '--locale=C', '--wal-segsize=1'];
}

function templateOf(sharedDir: string, { version = 'any', bin = '' }: ClusterOptions): string {
  return join(sharedDir, `postgres-${version}${bin.replaceAll(/[^A-Za-z0-9.]/gu, '-')}`);
}

/** Password of the harness's role, in all clusters of a run. */
export function passwordFile(sharedDir: string): string {
  return join(sharedDir, 'postgres.password');
}

/** The first who asks decides. */
function writePassword(sharedDir: string, fresh: string): string {
  const file = passwordFile(sharedDir);
  try {
    writeFileSync(file, fresh, { mode: 0o600, flag: 'wx' });
  } catch {
    // It is there already.
  }
  return file;
}

/** The empty cluster of the run becomes the component's own. */
export async function copyCluster(
  data: string,
  user: ServerUser,
  context: PrepareContext<ClusterOptions & { readonly readyTimeoutMs: number }>,
): Promise<void> {
  const { environment, sharedDir, tools, options, signal } = context;
  await mkdir(data, { mode: 0o700 });
  if (process.getuid?.() === 0) await chown(data, user.uid, user.gid);
  const copied = await context.run(
    {
      argv: ['cp', '-a', '--reflink=auto', `${templateOf(sharedDir, options)}/.`, data],
      cwd: sharedDir,
      env: makeChildEnv(environment, tools),
    },
    { signal, deadlineMs: environment.monotonicMs() + options.readyTimeoutMs },
  );
  if (!copied.ok) throw new Error(`the cluster could not be copied: cp ${copied.how}: ${copied.stderr}`);
}

/**
 * A server that was killed leaves its file and a segment of shared memory of 56 bytes, which would stay until the machine is started
 * again. What still uses it keeps it until its own end.
 */
export async function removeSharedMemory(data: string, context: PrepareContext<unknown>): Promise<void> {
  const { environment, tools, ownDir } = context;
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const id = text.split('\n')[SEGMENT_LINE]?.trim().split(/\s+/u)[1];
  if (id === undefined) return;
  const patience = { signal: new AbortController().signal, deadlineMs: environment.monotonicMs() + CLEAN_UP_LIMIT_MS };
  await context.run({ argv: ['ipcrm', '-m', id], cwd: ownDir, env: makeChildEnv(environment, tools) }, patience);
}
