import { makeChildEnv } from '#child';
import type { Patience } from '#domain';
import type { PrepareContext, ProgramEnd } from './kind.ts';
import type { ServerProgram } from './server-program.ts';

export const SSH_CLIENT: ServerProgram = {
  name: 'ssh',
  title: 'OpenSSH client',
  folders: [],
  install: 'apt-get install openssh-client',
};

/** One place to log in, as a file of ssh knows it. */
export interface SshHost {
  /** The word that is given to ssh. */
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly identityFile?: string | undefined;
  /** Absent = the host key is not checked. */
  readonly knownHostsFile?: string | undefined;
  /** Alias of another host of the file, or `user@host:port`. */
  readonly jump?: string | undefined;
}

/** Without any prompt, and without what the user has in his own files. */
export function renderSshConfig(hosts: readonly SshHost[]): string {
  return hosts.map(renderHost).join('\n');
}

function renderHost({ alias, host, port, user, identityFile, knownHostsFile, jump }: SshHost): string {
  const lines = [
    ['HostName', host],
    ['Port', String(port)],
    ['User', user],
    ['IdentityFile', identityFile === undefined ? undefined : `"${identityFile}"`],
    ['IdentitiesOnly', identityFile === undefined ? undefined : 'yes'],
    ['UserKnownHostsFile', knownHostsFile === undefined ? '/dev/null' : `"${knownHostsFile}"`],
    ['StrictHostKeyChecking', knownHostsFile === undefined ? 'no' : 'yes'],
    ['GlobalKnownHostsFile', '/dev/null'],
    ['ProxyJump', jump],
    ['BatchMode', 'yes'],
    ['LogLevel', 'ERROR'],
  ] as const;
  return [
    `Host ${alias}\n`,
    ...lines.flatMap(([key, value]) => (value === undefined ? [] : [`  ${key} ${value}\n`])),
  ].join('');
}

/** Runs a command there, through a file of ours. */
export async function runSsh(
  context: Pick<PrepareContext<unknown>, 'run' | 'environment' | 'tools' | 'ownDir'>,
  {
    configFile,
    alias,
    command,
  }: { readonly configFile: string; readonly alias: string; readonly command: readonly string[] },
  patience: Patience,
): Promise<ProgramEnd> {
  const { environment, tools, ownDir } = context;
  return context.run(
    {
      argv: ['ssh', '-F', configFile, '-T', '-n', alias, ...command],
      cwd: ownDir,
      env: makeChildEnv(environment, tools),
    },
    patience,
  );
}

/** The one line of ssh that says why. */
export function describeSshTrouble({ how, stderr }: ProgramEnd): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return (
    lines.findLast((line) => /denied|refused|failed|timed out|closed|unreachable|resolve|verification/iu.test(line)) ??
    (lines.at(-1) || how)
  );
}
