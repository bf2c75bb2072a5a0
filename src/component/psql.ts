import type { Patience } from '#domain';
import { makeChildEnv } from '#child';
import type { PrepareContext, ProgramEnd } from './kind.ts';

/** PostgreSQL's own client: rows of texts, or the sentence of what went wrong. */
export interface Psql {
  /** Rows of the last query; columns in order. */
  readonly ask: (sql: string, patience: Patience) => Promise<Answer>;
  /** A file of statements, in the folder of the configuration; ends at the first that fails. */
  readonly runFile: (file: string, patience: Patience) => Promise<Answer>;
}

export type Answer =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly trouble: string };

export interface PsqlInput {
  readonly program: string;
  /** PGHOST and the like: a password among the arguments could be seen by everybody. */
  readonly variables: Readonly<Record<string, string>>;
}

const COLUMN = '\u001F';

export function makePsql(
  {
    run,
    environment,
    tools,
    projectRoot,
  }: Pick<PrepareContext<unknown>, 'run' | 'environment' | 'tools' | 'projectRoot'>,
  { program, variables }: PsqlInput,
): Psql {
  const env = { ...makeChildEnv(environment, tools), PGCONNECT_TIMEOUT: '5', PGAPPNAME: 'reality', ...variables };
  // No file of the user's own (-X), no prompt (-w).
  const base = [program, '-X', '-w', '-q', '-v', 'ON_ERROR_STOP=1'] as const;
  return {
    ask: async (sql, patience) =>
      readAnswer(await run({ argv: [...base, '-A', '-t', '-F', COLUMN, '-c', sql], cwd: projectRoot, env }, patience)),
    runFile: async (file, patience) =>
      readAnswer(await run({ argv: [...base, '-f', file], cwd: projectRoot, env }, patience)),
  };
}

function readAnswer({ ok, how, stdout, stderr }: ProgramEnd): Answer {
  if (!ok) return { ok: false, trouble: describeTrouble(stderr) || `psql ${how}` };
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { ok: true, rows: lines.map((line) => line.split(COLUMN)) };
}

/** `psql:schema.sql:3: ERROR:  relation "x" does not exist` without psql's own name before it; the first error alone, with its hint. */
function describeTrouble(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const first = lines.findIndex((line) => /(ERROR|FATAL|error):/u.test(line));
  if (first < 0)
    return lines
      .filter((line) => line !== '')
      .slice(0, 2)
      .join(' ');
  const hint = lines.slice(first + 1).find((line) => line.startsWith('HINT:'));
  return [lines[first]?.replace(/^psql: ?(error: )?/u, '').replaceAll(/\s+/gu, ' '), hint]
    .filter((text) => text !== undefined)
    .join(' ');
}
