import { existsSync, mkdirSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import { describeError } from '#domain';
import type { Patience } from '#domain';
import type { ComponentKind, Furnished, Prepared, PrepareContext, ProbeResult } from './kind.ts';
import { makeKind } from './kind.ts';
import { declareMainPort, pinnedPort } from './main-port.ts';
import { readStartFailure } from './read-start-failure.ts';
import { refuse } from './refuse.ts';
import type { ServerProgram } from './server-program.ts';
import { findServerProgram } from './server-program.ts';
import { lookAtSsh } from './ssh-banner.ts';
import { SSH_CLIENT, describeSshTrouble, renderSshConfig, runSsh } from './ssh-client.ts';

const HOST = '127.0.0.1';
/** OpenSSH as root wants this empty folder, which its own service makes too. */
const PRIVILEGE_FOLDER = '/run/sshd';
const OURS = /^(port|listenaddress|hostkey|authorizedkeysfile|pidfile|usepam|strictmodes)$/iu;

const schema = z.strictObject({
  bin: z.string().optional().describe('Folder of sshd, where it is not found by itself.'),
  settings: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .refine((keys) => !Object.keys(keys).some((key) => OURS.test(key)), {
      message: 'addresses, port, keys, PidFile, UsePAM and StrictModes are not set here',
    })
    .default({})
    .describe('Any other keyword of sshd_config.'),
  port: pinnedPort,
  env: z.record(z.string(), z.string()).default({}).describe('Further variables of the server.'),
  readyTimeoutMs: z.int().positive().default(15_000).describe('From its start until a login has run true.'),
  graceMs: z.int().positive().default(1000).describe('From SIGTERM until it is killed.'),
});
type Options = z.infer<typeof schema>;

const SERVER: ServerProgram = {
  name: 'sshd',
  title: 'OpenSSH server',
  folders: ['/usr/sbin'],
  install: 'apt-get install openssh-server',
};
const KEYGEN: ServerProgram = { ...SSH_CLIENT, name: 'ssh-keygen' };

const kind: ComponentKind<Options> = {
  kind: 'ssh',
  schema,
  declare: ({ port }) => ({
    // A known host is known by its number too.
    ports: [{ ...declareMainPort(port), direct: true }],
    urls: ['main'],
    secrets: [],
    dirs: [],
    facts: ['user', 'identityFile', 'knownHostsFile', 'configFile', 'banner'],
  }),
  locate: ({ ports }) => ({
    host: HOST,
    urls: { main: `ssh://${userInfo().username}@${HOST}:${String(ports['main'] ?? 0)}` },
  }),
  tools: () => [],
  programs: (options) => [serverOf(options), SSH_CLIENT, KEYGEN],
  prepare,
};

/** An SSH server of this world alone, with keys made for it; who logs in is the user that runs us. */
export const ssh: ComponentKind<unknown> = makeKind(kind);

function serverOf({ bin }: Options): ServerProgram {
  return bin === undefined ? SERVER : { ...SERVER, folders: [bin], onlyFolders: true };
}

async function prepare(context: PrepareContext<Options>): Promise<Prepared> {
  const { options, environment, ownDir, ports, spec } = context;
  const port = ports['main'] ?? 0;
  const files = listFiles(ownDir);
  for (const key of [files.hostKey, files.identityFile]) if (!existsSync(key)) await makeKey(key, context);
  await copyFile(`${files.identityFile}.pub`, files.authorizedKeys);
  const hostKey = await readFile(`${files.hostKey}.pub`, 'utf8');
  await writeFile(files.knownHostsFile, `[${HOST}]:${port} ${hostKey}`, { mode: 0o600 });
  await writeFile(files.serverConfig, renderServerConfig(options, files, port), { mode: 0o600 });
  const { username } = userInfo();
  const { identityFile, knownHostsFile, configFile } = files;
  const entry = { alias: spec.name, host: HOST, port, user: username, identityFile, knownHostsFile };
  await writeFile(configFile, renderSshConfig([entry]), { mode: 0o600 });
  if (process.getuid?.() === 0) mkdirSync(PRIVILEGE_FOLDER, { recursive: true, mode: 0o755 });
  const facts = { user: username, identityFile, knownHostsFile, configFile };
  return {
    // An absolute path: it starts itself anew for each connection.
    spawn: {
      argv: [
        findServerProgram(serverOf(options), environment) ?? '/usr/sbin/sshd',
        '-D',
        '-e',
        '-f',
        files.serverConfig,
      ],
      cwd: ownDir,
      env: { ...makeChildEnv(environment, context.tools), ...options.env, ...context.envOverride },
    },
    facts,
    probes: [{ what: `ssh at ${HOST}:${port}`, look: async (patience) => look(context, port, patience) }],
    furnish: async (patience) => login(context, configFile, patience),
    listens: [{ port, protocol: 'tcp' }],
    readyTimeoutMs: options.readyTimeoutMs,
    stop: { signal: 'SIGTERM', graceMs: options.graceMs },
    restart: { kind: 'never' },
    readStartFailure,
  };
}

interface Files {
  readonly hostKey: string;
  readonly identityFile: string;
  readonly authorizedKeys: string;
  readonly knownHostsFile: string;
  readonly serverConfig: string;
  readonly configFile: string;
}

function listFiles(folder: string): Files {
  return {
    hostKey: join(folder, 'host_key'),
    identityFile: join(folder, 'id_ed25519'),
    authorizedKeys: join(folder, 'authorized_keys'),
    knownHostsFile: join(folder, 'known_hosts'),
    serverConfig: join(folder, 'sshd_config'),
    configFile: join(folder, 'ssh_config'),
  };
}

async function makeKey(
  file: string,
  { run, environment, tools, ownDir, signal, options }: PrepareContext<Options>,
): Promise<void> {
  const patience = { signal, deadlineMs: environment.monotonicMs() + options.readyTimeoutMs };
  const argv = ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'reality', '-f', file] as const;
  const made = await run({ argv, cwd: ownDir, env: makeChildEnv(environment, tools) }, patience);
  if (!made.ok) throw new Error(`no key could be made: ssh-keygen ${made.how}: ${made.stderr}`);
}

function renderServerConfig({ settings }: Options, files: Files, port: number): string {
  const keywords: Readonly<Record<string, string | number>> = {
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    PermitRootLogin: 'prohibit-password',
    PrintMotd: 'no',
    Subsystem: 'sftp internal-sftp',
    ...settings,
    Port: port,
    ListenAddress: HOST,
    HostKey: `"${files.hostKey}"`,
    AuthorizedKeysFile: `"${files.authorizedKeys}"`,
    // Our folders are private, but those above them may be open to everybody, such as /tmp.
    StrictModes: 'no',
    UsePAM: 'no',
    PidFile: 'none',
  };
  return Object.entries(keywords)
    .map(([keyword, value]) => `${keyword} ${value}\n`)
    .join('');
}

async function look({ environment }: PrepareContext<Options>, port: number, patience: Patience): Promise<ProbeResult> {
  try {
    return { ok: true, saw: await lookAtSsh({ host: HOST, port, environment }, patience) };
  } catch (error) {
    return { ok: false, saw: `last reply ${describeError(error)}` };
  }
}

/** Only our server has the host key that is demanded here: that it lets us in proves whose it is. */
async function login(context: PrepareContext<Options>, configFile: string, patience: Patience): Promise<Furnished> {
  const { environment, ports, spec } = context;
  const end = await runSsh(context, { configFile, alias: spec.name, command: ['true'] }, patience);
  if (!end.ok) {
    return refuse(
      `a login by key does not run true: ${describeSshTrouble(end)}`,
      `let user ${userInfo().username} log in: an account that is locked, or a shell that is none (such as nologin), is refused`,
    );
  }
  const banner = await lookAtSsh({ host: HOST, port: ports['main'] ?? 0, environment }, patience).catch(() => '');
  return { ok: true, saw: 'a login by key ran true', facts: { banner } };
}
