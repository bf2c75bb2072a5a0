import { z } from 'zod';
import { COMPONENT_STATES, CONTROL_VERBS } from '#domain';
import type { RunEvent, RunEventKind } from '#domain';
import {
  attemptEnd,
  failure,
  flag,
  frame,
  incident,
  fact,
  leak,
  marks,
  number,
  outcome,
  reason,
  runStarted,
  text,
  texts,
  tool,
  usage,
} from './decode-facts.ts';
import { NO_MOCKS_DECODERS } from './decode-no-mocks.ts';
import { independence, plannedSuite } from './decode-plan.ts';
import { decodeQuickly } from './decode-quickly.ts';
import { experiment } from './decode-experiment.ts';
import { exactly } from './exactly.ts';
import { followReference } from './told-failures.ts';
import type { FindFailure } from './told-failures.ts';

type Of<Kind extends RunEventKind> = Extract<RunEvent, { readonly kind: Kind }>;
type DecoderTable = { readonly [Kind in RunEventKind]: z.ZodType<Of<Kind>> };

const component = { world: text, component: text };
const lease = { ...component, name: text, port: number };

const WORLD_DECODERS = {
  'world-starting': exactly<Of<'world-starting'>>()(
    z.object({ kind: z.literal('world-starting'), world: text, suites: texts, components: texts }),
  ),
  'port-leased': exactly<Of<'port-leased'>>()(
    z.object({ kind: z.literal('port-leased'), ...lease, edge: text.optional() }),
  ),
  'port-lost': exactly<Of<'port-lost'>>()(z.object({ kind: z.literal('port-lost'), ...lease, holder: text })),
  'component-state': exactly<Of<'component-state'>>()(
    z.object({
      kind: z.literal('component-state'),
      ...component,
      state: z.enum(COMPONENT_STATES),
      pid: number,
      afterMs: number,
      note: text,
    }),
  ),
  'publisher-lost': exactly<Of<'publisher-lost'>>()(
    z.object({ kind: z.literal('publisher-lost'), ...component, why: text }),
  ),
  'control-used': exactly<Of<'control-used'>>()(
    z.object({
      kind: z.literal('control-used'),
      ...component,
      suite: text,
      verb: z.enum(CONTROL_VERBS),
      entry: z.exactOptional(text),
      ok: flag,
      error: z.exactOptional(text),
    }),
  ),
  'incident-opened': exactly<Of<'incident-opened'>>()(z.object({ kind: z.literal('incident-opened'), incident })),
  'incident-closed': exactly<Of<'incident-closed'>>()(
    z.object({ kind: z.literal('incident-closed'), id: text, note: text }),
  ),
  'world-ready': exactly<Of<'world-ready'>>()(
    z.object({ kind: z.literal('world-ready'), world: text, afterMs: number }),
  ),
  'world-stopped': exactly<Of<'world-stopped'>>()(
    z.object({ kind: z.literal('world-stopped'), world: text, tookMs: number, survivors: z.array(leak), used: flag }),
  ),
};

const verdict = { outcome, reason: z.exactOptional(reason), marks };
const attempt = { attempt: text };

const ATTEMPT_DECODERS = {
  'attempt-started': exactly<Of<'attempt-started'>>()(
    z.object({
      kind: z.literal('attempt-started'),
      ...attempt,
      suite: text,
      number,
      world: text,
      pid: number,
      argv: texts,
    }),
  ),
  'tests-announced': exactly<Of<'tests-announced'>>()(
    z.object({ kind: z.literal('tests-announced'), ...attempt, first: number, count: number, side: text }),
  ),
  'test-started': exactly<Of<'test-started'>>()(
    z.object({ kind: z.literal('test-started'), ...attempt, ordinal: number }),
  ),
  'test-process-started': exactly<Of<'test-process-started'>>()(
    z.object({
      kind: z.literal('test-process-started'),
      ...attempt,
      ordinal: number,
      number,
      world: text,
      pid: number,
    }),
  ),
  'test-process-ended': exactly<Of<'test-process-ended'>>()(
    z.object({
      kind: z.literal('test-process-ended'),
      ...attempt,
      ordinal: number,
      number,
      end: attemptEnd,
      usage,
    }),
  ),
  'test-ended': exactly<Of<'test-ended'>>()(
    z.object({
      kind: z.literal('test-ended'),
      ...attempt,
      ordinal: number,
      ...verdict,
      durationMs: number,
      failure: z.exactOptional(failure),
    }),
  ),
  'fact-found': exactly<Of<'fact-found'>>()(
    z.object({ kind: z.literal('fact-found'), ...attempt, ordinal: z.exactOptional(number), fact }),
  ),
  'engine-damage': exactly<Of<'engine-damage'>>()(
    z.object({ kind: z.literal('engine-damage'), ...attempt, why: text, excerpt: text }),
  ),
  'engine-warning': exactly<Of<'engine-warning'>>()(z.object({ kind: z.literal('engine-warning'), ...attempt, text })),
  'hang-diagnosed': exactly<Of<'hang-diagnosed'>>()(
    z.object({
      kind: z.literal('hang-diagnosed'),
      ...attempt,
      ordinal: z.exactOptional(number),
      text,
      busy: z.exactOptional(frame),
      side: z.exactOptional(text),
    }),
  ),
  'leak-found': exactly<Of<'leak-found'>>()(
    z.object({
      kind: z.literal('leak-found'),
      ...attempt,
      suite: text,
      ordinal: z.exactOptional(number),
      leak,
      removed: flag,
    }),
  ),
  'attempt-ended': exactly<Of<'attempt-ended'>>()(
    z.object({
      kind: z.literal('attempt-ended'),
      ...attempt,
      suite: text,
      ...verdict,
      end: attemptEnd,
      usage,
      failure: z.exactOptional(failure),
    }),
  ),
};

const RUN_DECODERS = {
  'run-started': runStarted,
  'tool-identified': exactly<Of<'tool-identified'>>()(z.object({ kind: z.literal('tool-identified'), tool })),
  'suite-planned': exactly<Of<'suite-planned'>>()(z.object({ kind: z.literal('suite-planned'), suite: plannedSuite })),
  'host-need-checked': exactly<Of<'host-need-checked'>>()(
    z.object({ kind: z.literal('host-need-checked'), suite: text, need: text, found: text, ok: flag, remedy: text }),
  ),
  'suite-blocked': exactly<Of<'suite-blocked'>>()(
    z.object({ kind: z.literal('suite-blocked'), suite: text, incident: text, component: text, failure }),
  ),
  'suite-ended': exactly<Of<'suite-ended'>>()(
    z.object({ kind: z.literal('suite-ended'), suite: text, ...verdict, failure: z.exactOptional(failure) }),
  ),
  'independence-found': exactly<Of<'independence-found'>>()(
    z.object({ kind: z.literal('independence-found'), independence }),
  ),
  'experiment-made': exactly<Of<'experiment-made'>>()(z.object({ kind: z.literal('experiment-made'), experiment })),
  'signal-received': exactly<Of<'signal-received'>>()(
    z.object({ kind: z.literal('signal-received'), signal: text, escalated: flag }),
  ),
  'run-paused': exactly<Of<'run-paused'>>()(z.object({ kind: z.literal('run-paused'), pausedMs: number })),
  warning: exactly<Of<'warning'>>()(z.object({ kind: z.literal('warning'), about: text, text })),
  'budget-measured': exactly<Of<'budget-measured'>>()(
    z.object({
      kind: z.literal('budget-measured'),
      usage,
      externalBytes: number,
      loopbackBytes: number,
      durationMs: number,
      survivors: number,
    }),
  ),
  'run-ended': exactly<Of<'run-ended'>>()(
    z.object({
      kind: z.literal('run-ended'),
      how: z.enum(['completed', 'stopped-early', 'interrupted', 'failed']),
      durationMs: number,
    }),
  ),
};

const DECODERS: DecoderTable = { ...RUN_DECODERS, ...WORLD_DECODERS, ...ATTEMPT_DECODERS, ...NO_MOCKS_DECODERS };

/** An event as a line told it: understood, of a kind this version does not know, or not what its kind promises. */
export type DecodedEvent =
  | { readonly kind: 'known'; readonly event: RunEvent }
  | { readonly kind: 'unknown'; readonly eventKind: string }
  | { readonly kind: 'invalid'; readonly why: string };

/** Checks one event against the decoder of its kind. */
export function decodeEvent(value: unknown, findFailure: FindFailure): DecodedEvent {
  const quick = decodeQuickly(value, findFailure);
  if (quick !== undefined) return { kind: 'known', event: quick };
  return decodeBySchema(followReference(value, findFailure));
}

function decodeBySchema(value: unknown): DecodedEvent {
  const kind = kindOf(value);
  if (kind === undefined) return { kind: 'invalid', why: 'it has no kind' };
  if (!isKnown(kind)) return { kind: 'unknown', eventKind: kind };
  const decoded = DECODERS[kind].safeParse(value);
  if (decoded.success) return { kind: 'known', event: decoded.data };
  const first = decoded.error.issues[0];
  return { kind: 'invalid', why: `${kind}.${first?.path.join('.') ?? ''}: ${first?.message ?? 'unreadable'}` };
}

// By hand: this runs for every line, and a schema for one field costs more than the rest.
function kindOf(value: unknown): string | undefined {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

function isKnown(kind: string): kind is RunEventKind {
  return Object.hasOwn(DECODERS, kind);
}
