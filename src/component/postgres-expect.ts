import { z } from 'zod';
import type { Patience } from '#domain';
import type { Furnished } from './kind.ts';
import type { Psql } from './psql.ts';

const text = z.string().min(1);

export const expectSchema: z.ZodType<Expectation> = z
  .strictObject({
    tables: z.array(text).default([]).describe('Tables or views that must be there: orders, or sales.orders.'),
    indexes: z
      .array(z.union([text, z.strictObject({ table: text, columns: z.array(text).min(1) })]))
      .default([])
      .describe('Indexes by name, or by what they must serve: {table: orders, columns: [customer_id]}.'),
    query: z
      .array(
        z.strictObject({
          sql: text.describe('A query; without gives it must return a row.'),
          gives: z
            .union([z.string(), z.number()])
            .optional()
            .describe('What the first column of the first row must be.'),
        }),
      )
      .default([])
      .describe('Queries and what they must give.'),
  })
  .default({ tables: [], indexes: [], query: [] })
  .describe('What must hold once it is up and the init files are in; each that does not is named with its remedy.');

type Index = string | { readonly table: string; readonly columns: readonly string[] };

export interface Expectation {
  readonly tables: readonly string[];
  readonly indexes: readonly Index[];
  readonly query: readonly { readonly sql: string; readonly gives?: string | number | undefined }[];
}

/** One thing that does not hold, and what to do. */
interface Lack {
  readonly what: string;
  readonly remedy: string;
}

/** Everything that does not hold, in one sentence; empty lists cost nothing. */
export async function checkExpectation(expected: Expectation, psql: Psql, patience: Patience): Promise<Furnished> {
  const lacks: Lack[] = [];
  for (const check of listChecks(expected)) {
    const answer = await psql.ask(check.sql, patience);
    const lack = answer.ok
      ? check.judge(answer.rows[0]?.[0])
      : { what: `${check.about} cannot be asked: ${answer.trouble}`, remedy: `correct the query of ${check.about}` };
    if (lack !== undefined) lacks.push(lack);
  }
  if (lacks.length === 0) return { ok: true, saw: describeHeld(expected), facts: {} };
  const missing = lacks.map(({ what }) => what).join('; ');
  return {
    ok: false,
    saw: missing,
    facts: { missing, remedy: lacks.map(({ remedy }) => remedy).join('; '), key: '.expect' },
  };
}

function describeHeld({ tables, indexes, query }: Expectation): string {
  const count = tables.length + indexes.length + query.length;
  return count === 0 ? '' : `holds what is expected (${count})`;
}

interface Check {
  readonly about: string;
  readonly sql: string;
  /** Of the first column of the first row; undefined = no row. */
  readonly judge: (value: string | undefined) => Lack | undefined;
}

function listChecks({ tables, indexes, query }: Expectation): readonly Check[] {
  return [...tables.map(checkTable), ...indexes.map(checkIndex), ...query.map(checkQuery)];
}

function checkTable(table: string): Check {
  return {
    about: `table ${table}`,
    sql: `select case when to_regclass(${quote(table)}) is null then 'missing' else 'there' end`,
    judge: (value) =>
      value === 'there'
        ? undefined
        : {
            what: `table ${table} is missing`,
            remedy: `create table ${table} where the schema is made (init, or a migration)`,
          },
  };
}

function checkIndex(index: Index): Check {
  return typeof index === 'string' ? checkNamedIndex(index) : checkServingIndex(index);
}

function checkNamedIndex(name: string): Check {
  return {
    about: `index ${name}`,
    sql: `select coalesce((select case when indisvalid then 'there' else 'invalid' end from pg_index where indexrelid = to_regclass(${quote(name)})), 'missing')`,
    judge: (value) => judgeIndex(value, `index ${name}`, `CREATE INDEX ${name.split('.').at(-1) ?? name} ON …`, name),
  };
}

/** One whose first columns are these serves them, whatever its name. */
function checkServingIndex({ table, columns }: Exclude<Index, string>): Check {
  const list = columns.join(', ');
  return {
    about: `index on ${table} (${list})`,
    sql: `select case when to_regclass(${quote(table)}) is null then 'no-table'
      when exists (select 1 from pg_index i where i.indrelid = to_regclass(${quote(table)}) and i.indisvalid and i.indpred is null
        and (select array_agg(a.attname::text order by k.place) from unnest(i.indkey::int2[]) with ordinality as k(number, place)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          where k.place <= ${columns.length}) = array[${columns.map(quote).join(',')}]::text[]) then 'there' else 'missing' end`,
    judge: (value) => judgeIndex(value, `index on ${table} (${list})`, `CREATE INDEX ON ${table} (${list})`, undefined),
  };
}

function judgeIndex(
  value: string | undefined,
  what: string,
  create: string,
  name: string | undefined,
): Lack | undefined {
  if (value === 'there') return undefined;
  if (value === 'invalid') return { what: `${what} is there but invalid`, remedy: `REINDEX INDEX ${name ?? ''}` };
  if (value === 'no-table')
    return { what: `${what} is missing, and so is its table`, remedy: 'create the table, then the index' };
  return { what: `${what} is missing`, remedy: `create it where the schema is made: ${create}` };
}

function checkQuery({ sql, gives }: Expectation['query'][number]): Check {
  const about = JSON.stringify(sql);
  return {
    about,
    sql,
    judge: (value) => {
      if (gives === undefined ? value !== undefined : value === String(gives)) return undefined;
      const got = value === undefined ? 'no row' : JSON.stringify(value);
      const wanted = gives === undefined ? 'a row' : JSON.stringify(String(gives));
      return {
        what: `${about} gives ${got} instead of ${wanted}`,
        remedy: `bring in the data that ${about} asks for, or correct what is expected of it`,
      };
    },
  };
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
