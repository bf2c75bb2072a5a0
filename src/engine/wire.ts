// What plug-ins of every language write to the FIFO: one JSON object per line, below 4096 bytes with its newline, in one write.
// Documented in docs/reference/engines.md. Bulk goes to a file in the side directory, named by the SHA-256 of its text, written first.

import { z } from 'zod';
import { MARKS, REASONS } from '#domain';
import type { EngineEvent, EventDamage } from '#domain';
import type { DecodeContext } from './engine.ts';
import { decodeQuickly } from './wire-quickly.ts';

const side = z.string().regex(/^[0-9a-f]{64}\.json$/u);
const ordinal = z.int().min(0);
const from = z.string().min(1).exactOptional();
const atMs = z.number().min(0).exactOptional();
const titles = z.array(z.string()).readonly();

const failure = z.object({
  type: z.string(),
  message: z.string().min(1),
  source: z.literal('raised'),
  frames: z
    .array(z.object({ file: z.string(), line: z.number(), column: z.number(), name: z.string() }).readonly())
    .readonly(),
  expected: z.string().exactOptional(),
  actual: z.string().exactOptional(),
  code: z.string().exactOptional(),
  output: z.string().exactOptional(),
  peer: z.string().exactOptional(),
});

const announced = z
  .array(
    z.object({
      titles,
      occurrence: z.int().min(1),
      requirements: z.array(z.string()).readonly(),
      file: z.string().exactOptional(),
      line: z.int().min(1).exactOptional(),
    }),
  )
  .readonly();

const told = {
  outcome: z.enum(['passed', 'failed', 'errored', 'timed-out', 'skipped', 'not-run']),
  reason: z.enum(REASONS).exactOptional(),
  marks: z.array(z.enum(MARKS)).readonly().default([]),
  durationMs: z.number().min(0),
  failure: failure.exactOptional(),
};

const wireLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('announced'), tests: announced, from }),
  z.object({ kind: z.literal('test-started'), ordinal, from, atMs }),
  z.object({ kind: z.literal('test-ended'), ordinal, from, atMs, ...told }),
  z.object({ kind: z.literal('test-told'), titles, from, atMs, ...told }),
  z.object({ kind: z.literal('hook-failed'), titles, phase: z.enum(['set-up', 'teardown']), failure, from, atMs }),
  z.object({ kind: z.literal('load-failed'), failure }),
  z.object({ kind: z.literal('uncaught'), failure }),
  z.object({ kind: z.literal('children'), pids: z.array(z.int().min(1)).readonly() }),
  z.object({
    kind: z.literal('waiting'),
    ordinal,
    peers: z.array(z.object({ address: z.string(), port: z.int() }).readonly()).readonly(),
    note: z.string(),
    from,
  }),
  z.object({
    kind: z.literal('part-ended'),
    from: z.string().min(1),
    titles,
    outcome: z.enum(['errored', 'crashed', 'timed-out']),
    reason: z.enum(REASONS),
    failure,
  }),
  z.object({ kind: z.literal('warning'), text: z.string() }),
  z.object({ kind: z.literal('finished'), tests: z.int().min(0) }),
]);

/** One line of the FIFO. Anything that is not an event of this attempt is damage: told, counted, never fatal. */
export function decodeWire(line: string, context: DecodeContext): EngineEvent | EventDamage {
  const damage = (why: string): EventDamage => ({ kind: 'damage', why, excerpt: line.slice(0, 200) });
  const json = parseJson(line);
  if (!isObject(json)) return damage('not a JSON object');
  if (json['nonce'] !== context.nonce) return damage('not of this attempt: wrong nonce');
  const quick = decodeQuickly(json);
  if (quick !== undefined) return quick;
  const parsed = wireLine.safeParse(fillIn(json, context));
  return parsed.success ? parsed.data : damage(z.prettifyError(parsed.error));
}

/** Puts what stands in side files into its place; a missing one leaves a hole that the schema then names. */
function fillIn(json: JsonObject, context: DecodeContext): JsonObject {
  const read = (name: unknown): unknown =>
    side.safeParse(name).success ? parseJson(context.readSide(String(name)) ?? '') : undefined;
  if (json['kind'] === 'announced' && 'side' in json) return { ...json, tests: read(json['side']) };
  const { failure: given } = json;
  return isObject(given) && 'side' in given ? { ...json, failure: read(given['side']) } : json;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
