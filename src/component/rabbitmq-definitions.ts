import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { UnfitError } from './refuse.ts';

/** As RabbitMQ exports them: lists of things by their sort (vhosts, users, permissions, queues, exchanges, bindings, policies). */
const definitions = z.record(z.string(), z.unknown());

export interface OwnUser {
  readonly user: string;
  readonly password: string;
  readonly vhost: string;
  /** Four random bytes, as hex. */
  readonly salt: string;
}

/** Ours and those of the files, in one: a broker takes them in before it opens its port. */
export async function makeDefinitions(files: readonly string[], projectRoot: string, own: OwnUser): Promise<string> {
  const { user, vhost } = own;
  const merged: Record<string, readonly unknown[]> = {
    vhosts: [{ name: vhost }],
    users: [
      {
        name: user,
        password_hash: hashPassword(own),
        hashing_algorithm: 'rabbit_password_hashing_sha256',
        tags: 'administrator',
      },
    ],
    permissions: [{ user, vhost, configure: '.*', write: '.*', read: '.*' }],
  };
  for (const file of files) {
    for (const [sort, value] of Object.entries(await readDefinitions(file, resolve(projectRoot, file)))) {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      merged[sort] = [...(merged[sort] ?? []), ...items.filter((item) => !isSame(sort, item, vhost))];
    }
  }
  return JSON.stringify(merged);
}

/** A virtual host may stand in a file as well as in the configuration. */
function isSame(sort: string, item: unknown, vhost: string): boolean {
  return sort === 'vhosts' && typeof item === 'object' && item !== null && 'name' in item && item.name === vhost;
}

async function readDefinitions(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new UnfitError(
      `was not started: its init file ${file} is not there`,
      `give the file ${file}, or correct its name`,
      '.init',
    );
  try {
    return definitions.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it must hold a map of lists';
    throw new UnfitError(
      `was not started: its init file ${file} holds no definitions: ${why}`,
      `correct ${file}: it must be what RabbitMQ exports as definitions`,
      '.init',
    );
  }
}

/** Salt, then SHA-256 of salt and password (RabbitMQ, "Passwords"). */
function hashPassword({ password, salt }: OwnUser): string {
  const bytes = Buffer.from(salt, 'hex');
  const digest = createHash('sha256').update(bytes).update(password).digest();
  return Buffer.concat([bytes, digest]).toString('base64');
}
