import { resolve } from 'node:path';
import { z } from 'zod';
import { makeChildEnv } from '#child';
import type { SpawnDescription } from '#domain';
import type { Address } from './address.ts';
import { printHost } from './address.ts';
import type { PrepareContext } from './kind.ts';

const host = z.string().regex(/^[^-\s]\S*$/u, 'user@host:port, or a name that the file of ssh knows');

export const jumpSchema: z.ZodType<Jump> = z
  .union([
    host,
    z.strictObject({
      host: host.describe('user@host:port, or a name that the file knows.'),
      config: z.string().optional().describe('File for ssh -F, instead of the one of the user.'),
      identity: z.string().optional().describe('File of the private key.'),
    }),
  ])
  .describe('Host that leads there by SSH: a tunnel of ours, so that suites reach it on this machine.');

export type Jump =
  | string
  | { readonly host: string; readonly config?: string | undefined; readonly identity?: string | undefined };

/** ssh that does nothing but lead from a leased port of ours, over that host, to the address. It ends when it cannot. */
export function makeTunnel(
  { ports, projectRoot, ownDir, environment, tools }: PrepareContext<unknown>,
  jump: Jump,
  to: Address | undefined,
): SpawnDescription {
  const {
    host: via,
    config,
    identity,
  } = typeof jump === 'string' ? { host: jump } : { config: undefined, identity: undefined, ...jump };
  const forward = `127.0.0.1:${ports['main'] ?? 0}:${printHost(to?.host ?? '')}:${to?.port ?? 0}`;
  const options = [
    'BatchMode=yes',
    'ExitOnForwardFailure=yes',
    'ServerAliveInterval=5',
    'ConnectTimeout=10',
    'ControlPath=none',
  ];
  return {
    argv: [
      'ssh',
      ...(config === undefined ? [] : ['-F', resolve(projectRoot, config)]),
      ...(identity === undefined ? [] : ['-i', resolve(projectRoot, identity)]),
      ...options.flatMap((option) => ['-o', option]),
      '-N',
      '-T',
      '-L',
      forward,
      '--',
      /:\d+$/u.test(via) ? `ssh://${via}` : via,
    ],
    cwd: ownDir,
    env: { ...makeChildEnv(environment, tools), ...pickAgent(environment.env) },
  };
}

/** Keys may live in the agent of the user. */
function pickAgent(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const socket = env['SSH_AUTH_SOCK'];
  return socket === undefined ? {} : { SSH_AUTH_SOCK: socket };
}
