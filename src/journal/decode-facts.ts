import { z } from 'zod';
import {
  ELSEWHERE,
  EXCHANGE_ENDS,
  FRAME_ORIGINS,
  HANG_REASONS,
  INCIDENT_KINDS,
  MARKS,
  OUTCOMES,
  OWNERSHIP_SIGNS,
  REASONS,
  STOP_CAUSES,
  TOOL_NAMES,
} from '#domain';
import type {
  AttemptEnd,
  Evidence,
  Fact,
  Failure,
  Frame,
  Incident,
  Leak,
  Mark,
  Outcome,
  Policy,
  Reason,
  RunStarted,
  ToolIdentity,
  Usage,
} from '#domain';
import { origin } from './decode-origin.ts';
import { exactly } from './exactly.ts';

export const text: z.ZodString = z.string();
export const number: z.ZodNumber = z.number();
export const flag: z.ZodBoolean = z.boolean();
export const texts: z.ZodArray<z.ZodString> = z.array(text);
export const outcome: z.ZodType<Outcome> = z.enum(OUTCOMES);
export const reason: z.ZodType<Reason> = z.enum(REASONS);
export const marks: z.ZodArray<z.ZodType<Mark>> = z.array(z.enum(MARKS));

export const frame: z.ZodType<Frame> = exactly<Frame>()(
  z.object({
    file: text,
    line: number,
    column: number,
    name: text,
    origin: z.exactOptional(z.enum(FRAME_ORIGINS)),
  }),
);

export const failure: z.ZodType<Failure> = exactly<Failure>()(
  z.object({
    type: text,
    message: text,
    source: z.enum(['raised', 'incident', 'exit', 'limit', 'stderr', 'stdout', 'runner']),
    frames: z.array(frame),
    expected: z.exactOptional(text),
    actual: z.exactOptional(text),
    code: z.exactOptional(text),
    peer: z.exactOptional(text),
    output: z.exactOptional(text),
    side: z.exactOptional(text),
  }),
);

const elsewhere = z.object({
  how: z.enum(ELSEWHERE),
  test: number,
  method: text,
  request: text,
  code: z.exactOptional(text),
  answer: text,
});

export const fact: z.ZodType<Fact> = exactly<Fact>()(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('exchange'),
      protocol: z.enum(['json-rpc', 'http', 'websocket', 'rtsp']),
      address: text,
      component: z.exactOptional(text),
      from: z.exactOptional(text),
      path: z.exactOptional(text),
      method: text,
      request: text,
      end: z.enum(EXCHANGE_ENDS),
      code: z.exactOptional(text),
      answer: text,
      requestHeaders: z.exactOptional(z.record(text, text)),
      answerHeaders: z.exactOptional(z.record(text, text)),
      tookMs: number,
      lateMs: z.exactOptional(number),
      epochMs: z.exactOptional(number),
      connection: z.exactOptional(text),
      nth: z.exactOptional(number),
      tokenEndsMs: z.exactOptional(number),
      tokenKey: z.exactOptional(z.enum(['ours', 'foreign'])),
      named: z.exactOptional(z.array(z.object({ name: text, state: z.enum(['told', 'gone', 'untold']) }))),
      unlike: z.exactOptional(text),
      beside: z.exactOptional(text),
      usual: z.exactOptional(z.literal(true)),
      kept: z.exactOptional(z.array(text)),
      shared: z.exactOptional(z.array(text)),
      repeated: z.exactOptional(z.object({ name: text, value: text, request: text })),
      elsewhere: z.exactOptional(z.array(elsewhere)),
    }),
    z.object({
      kind: z.literal('log'),
      component: text,
      file: text,
      line: number,
      text,
      epochMs: z.exactOptional(number),
      nature: z.enum(['error', 'stack', 'resource']),
    }),
    z.object({ kind: z.literal('probe'), component: text, ok: flag, note: text, tookMs: number }),
    z.object({ kind: z.literal('host-load'), load: number, cpus: number }),
    z.object({
      kind: z.literal('hang'),
      program: text,
      doing: z.enum(['computes', 'waits', 'is-stopped']),
      frame: z.exactOptional(frame),
      peers: z.array(
        z.object({ address: text, component: z.exactOptional(text), unreadByPeer: number, unreadByUs: number }),
      ),
      waitsFor: z.array(z.enum(HANG_REASONS)),
    }),
  ]),
);

const evidence = exactly<Evidence>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('journal'), seq: number, note: text }),
    z.object({ kind: z.literal('log'), file: text, line: number, text }),
    z.object({ kind: z.literal('process'), pid: number, startTime: number, note: text }),
    z.object({ kind: z.literal('socket'), address: text, note: text }),
    z.object({ kind: z.literal('file'), path: text, sha256: text, note: text }),
  ]),
);

export const incident: z.ZodType<Incident> = exactly<Incident>()(
  z.object({
    id: text,
    kind: z.enum(INCIDENT_KINDS),
    world: text,
    component: z.exactOptional(text),
    text,
    exit: z.exactOptional(z.object({ code: z.nullable(number), signal: z.nullable(text) })),
    logTail: text,
    evidence: z.array(evidence),
    facts: z.exactOptional(z.record(text, text)),
    intended: flag,
  }),
);

const processFact = z.object({ pid: number, startTime: number, argv: texts, parentPid: number });
const listenerFact = z.object({
  protocol: z.enum(['tcp', 'udp', 'unix']),
  address: text,
  owner: z.exactOptional(z.object({ pid: number, startTime: number })),
});

export const leak: z.ZodType<Leak> = exactly<Leak>()(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('process'), process: processFact, signs: z.array(z.enum(OWNERSHIP_SIGNS)) }),
    z.object({ kind: z.literal('listener'), listener: listenerFact }),
    z.object({ kind: z.literal('directory'), path: text }),
  ]),
);

export const usage: z.ZodType<Usage> = exactly<Usage>()(
  z.object({
    peakMemoryBytes: number,
    peakProcesses: number,
    peakDescriptors: number,
    peakDiskBytes: number,
    cpuMs: number,
  }),
);

export const tool: z.ZodType<ToolIdentity> = exactly<ToolIdentity>()(
  z.object({
    name: z.enum(TOOL_NAMES),
    path: text,
    executable: text,
    version: text,
    sha256: text,
    source: z.enum(['given', 'path', 'cache', 'download', 'build', 'npm']),
  }),
);

export const policy: z.ZodType<Policy> = exactly<Policy>()(
  z.object({
    scope: z.enum(['suite', 'run']),
    workers: number,
    retries: number,
    repeatEach: number,
    containment: text,
    mocks: text,
    keep: z.enum(['always', 'on-failure', 'never']),
    limits: z.object({
      maxOutputBytes: number,
      maxMemoryBytes: number,
      maxProcesses: number,
      graceMs: number,
    }),
  }),
);

export const runStarted: z.ZodType<RunStarted> = exactly<RunStarted>()(
  z.object({
    kind: z.literal('run-started'),
    schema: z.literal([1, 2]),
    runId: text,
    startedAt: text,
    version: text,
    project: text,
    argv: texts,
    seed: text,
    selection: text,
    policy,
    sides: z.object({ config: text, requirements: text, effective: text }),
    host: z.object({
      platform: text,
      arch: text,
      cpus: number,
      memoryBytes: number,
      node: text,
      kernel: text,
    }),
    origin: z.exactOptional(origin),
  }),
);

export const attemptEnd: z.ZodType<AttemptEnd> = exactly<AttemptEnd>()(
  z.object({
    pid: number,
    code: z.nullable(number),
    signal: z.nullable(text),
    cause: z.enum(STOP_CAUSES),
    durationMs: number,
    stdoutBytes: number,
    stderrBytes: number,
    log: text,
  }),
);
