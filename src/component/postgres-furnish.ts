import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Patience } from '#domain';
import type { Furnished, PrepareContext } from './kind.ts';
import { checkExpectation } from './postgres-expect.ts';
import type { Expectation } from './postgres-expect.ts';
import { refuse } from './refuse.ts';
import type { Answer, Psql } from './psql.ts';

export interface FurnishInput {
  readonly context: PrepareContext<{
    readonly user: string;
    readonly database: string;
    readonly init: readonly string[];
    readonly expect: Expectation;
  }>;
  /** After a restart all is there already. */
  readonly isFirstStart: boolean;
  readonly psql: (role: string) => Psql;
  readonly harness: string;
}

/** User and database, then the init files, then what is expected. The first that fails ends it, with a sentence. */
export function makeFurnish({
  context,
  isFirstStart,
  psql,
  harness,
}: FurnishInput): (patience: Patience) => Promise<Furnished> {
  const { options } = context;
  return async (patience) => {
    const made = isFirstStart ? await makeDatabase(context, psql(harness), patience) : undefined;
    if (made?.ok === false) return refuse(`its database could not be made: ${made.trouble}`, 'look at its log');
    const own = psql(options.user);
    const trouble = isFirstStart ? await runInitFiles(options.init, context.projectRoot, own, patience) : undefined;
    if (trouble !== undefined) return trouble;
    return tellVersion(await checkExpectation(options.expect, own, patience), own, patience);
  };
}

async function tellVersion(expected: Furnished, psql: Psql, patience: Patience): Promise<Furnished> {
  if (!expected.ok) return expected;
  const answer = await psql.ask('show server_version', patience);
  const version = answer.ok ? (answer.rows[0]?.[0]?.split(' ')[0] ?? '') : '';
  return { ...expected, facts: { version } };
}

async function makeDatabase(
  { options, secrets, ownDir }: FurnishInput['context'],
  psql: Psql,
  patience: Patience,
): Promise<Answer> {
  const file = join(ownDir, 'begin.sql');
  const { user, database } = options;
  const password = secrets['password'] ?? '';
  // In a file: arguments can be read by everybody.
  await writeFile(
    file,
    `CREATE ROLE "${user}" LOGIN SUPERUSER PASSWORD '${password}';\nCREATE DATABASE "${database}" OWNER "${user}";\n`,
    { mode: 0o600 },
  );
  const answer = await psql.runFile(file, patience);
  await rm(file, { force: true });
  return answer;
}

/** Undefined when all went in. */
export async function runInitFiles(
  files: readonly string[],
  projectRoot: string,
  psql: Psql,
  patience: Patience,
): Promise<Furnished | undefined> {
  for (const file of files) {
    if (!existsSync(resolve(projectRoot, file)))
      return refuse(`its init file ${file} is not there`, `give the file ${file}, or correct its name`, '.init');
    const answer = await psql.runFile(file, patience);
    if (!answer.ok)
      return refuse(`its init file ${file} failed: ${answer.trouble}`, `correct ${file}: ${answer.trouble}`, '.init');
  }
  return undefined;
}
