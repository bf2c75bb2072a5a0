import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { describeError } from '#domain';
import type { Patience } from '#domain';
import type { Furnished, PrepareContext } from './kind.ts';
import { refuse, refuseVersion } from './refuse.ts';
import { askRedis, describeReply, splitCommand } from './resp.ts';
import type { Talk } from './talk.ts';

const text = z.string().min(1);

export const redisExpectSchema: z.ZodType<RedisExpectation> = z
  .strictObject({
    keys: z.array(text).default([]).describe('Keys that must be there; user:* stands for at least one such key.'),
    query: z
      .array(
        z.strictObject({
          command: text.describe('A command, as in an init file.'),
          gives: z.union([z.string(), z.number()]).describe('What it must answer; lists with commas between.'),
        }),
      )
      .default([])
      .describe('Commands and what they must give.'),
  })
  .default({ keys: [], query: [] })
  .describe('What must hold once it is up and the init files are in; each that does not is named.');

export interface RedisExpectation {
  readonly keys: readonly string[];
  readonly query: readonly { readonly command: string; readonly gives: string | number }[];
}

export interface RedisFurnishInput {
  readonly context: Pick<
    PrepareContext<{
      readonly init: readonly string[];
      readonly expect: RedisExpectation;
      readonly version?: string | undefined;
    }>,
    'options' | 'projectRoot'
  >;
  readonly isFirstStart: boolean;
  readonly talkTo: <Value>(patience: Patience, conversation: (talk: Talk) => Promise<Value>) => Promise<Value>;
}

/** Version, init files, expectations, over one connection. */
export async function furnishRedis(input: RedisFurnishInput, patience: Patience): Promise<Furnished> {
  const { options, projectRoot } = input.context;
  try {
    return await input.talkTo(patience, async (talk) => {
      const version =
        /^redis_version:(.*?)\r?$/mu.exec(describeReply(await askRedis(talk, ['INFO', 'server'])))?.[1] ?? '';
      const wrong = refuseVersion('Redis', version, options.version);
      if (wrong !== undefined) return wrong;
      for (const file of input.isFirstStart ? options.init : []) {
        const trouble = await runFile(talk, file, resolve(projectRoot, file));
        if (trouble !== undefined) return trouble;
      }
      return checkExpectation(talk, options.expect, version);
    });
  } catch (error) {
    return refuse(`it does not take its init files: ${describeError(error)}`, 'look at its log', '.init');
  }
}

async function runFile(talk: Talk, file: string, path: string): Promise<Furnished | undefined> {
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined)
    return refuse(`its init file ${file} is not there`, `give the file ${file}, or correct its name`, '.init');
  for (const [index, line] of content.split('\n').entries()) {
    const words = line.trim().startsWith('#') ? [] : splitCommand(line);
    if (words.length === 0) continue;
    const reply = await askRedis(talk, words);
    if (reply.kind !== 'error') continue;
    const where = `${file}:${index + 1}`;
    return refuse(`its init file failed at ${where}: ${reply.text}`, `correct ${where}`, '.init');
  }
  return undefined;
}

async function checkExpectation(talk: Talk, expected: RedisExpectation, version: string): Promise<Furnished> {
  const lacks: string[] = [];
  for (const key of expected.keys) if (!(await hasKey(talk, key))) lacks.push(`no key ${key} is there`);
  for (const { command, gives } of expected.query) {
    const got = describeReply(await askRedis(talk, splitCommand(command)));
    if (got !== String(gives))
      lacks.push(`${JSON.stringify(command)} gives ${JSON.stringify(got)} instead of ${JSON.stringify(String(gives))}`);
  }
  if (lacks.length > 0)
    return refuse(lacks.join('; '), 'bring it in by an init file, or correct what is expected', '.expect');
  const count = expected.keys.length + expected.query.length;
  return { ok: true, saw: count === 0 ? '' : `holds what is expected (${count})`, facts: { version } };
}

async function hasKey(talk: Talk, pattern: string): Promise<boolean> {
  if (!pattern.includes('*')) return describeReply(await askRedis(talk, ['EXISTS', pattern])) === '1';
  let cursor = '0';
  do {
    const reply = await askRedis(talk, ['SCAN', cursor, 'MATCH', pattern, 'COUNT', '1000']);
    const [next, keys] = reply.kind === 'list' ? reply.items : [];
    if (keys?.kind === 'list' && keys.items.length > 0) return true;
    cursor = next === undefined ? '0' : describeReply(next);
  } while (cursor !== '0');
  return false;
}
