import { z } from 'zod';
import { CONTACT_LEVELS, CONTACT_SOURCES, MOCK_WITNESSES } from '#domain';
import type { Attestation, Canary, Contact, Finding, MockUse, RunEvent, RunEventKind, Unplugged } from '#domain';
import { flag, frame, number, text, texts } from './decode-facts.ts';
import { exactly } from './exactly.ts';

type Of<Kind extends RunEventKind> = Extract<RunEvent, { readonly kind: Kind }>;

const verdict = z.enum(['block', 'warn']);
const level = z.enum(CONTACT_LEVELS);
const guarded = z.array(z.object({ pid: number, startTime: number, program: text, runtime: text }));

const mock = exactly<MockUse>()(
  z.object({
    rule: text,
    by: z.enum(MOCK_WITNESSES),
    verdict,
    what: text,
    sentence: text,
    mend: text,
    frame: z.exactOptional(frame),
    pid: z.exactOptional(number),
    allowed: z.exactOptional(text),
  }),
);

const attestation = exactly<Attestation>()(
  z.object({
    state: z.enum(['armed', 'unguarded', 'no-guard', 'not-required', 'off']),
    version: number,
    armed: guarded,
    unguarded: guarded,
    note: text,
  }),
);

const canary = exactly<Canary>()(z.object({ engine: text, refused: flag, note: text, tookMs: number }));

const contact = exactly<Contact>()(
  z.object({
    edge: text,
    level,
    declared: z.exactOptional(level),
    seenBy: z.array(z.enum(CONTACT_SOURCES)),
    connections: number,
    refused: number,
    bytesSent: number,
    bytesReceived: number,
    calls: number,
    peers: z.array(z.object({ address: text, component: z.exactOptional(text), pid: number, executable: text })),
    serverIds: texts,
    nonces: texts,
    heldDown: z.exactOptional(flag),
    note: text,
  }),
);

const unplugged = exactly<Unplugged>()(
  z.object({
    suite: text,
    edge: text,
    refusal: text,
    result: z.enum(['needs-it', 'does-not-need-it', 'not-done']),
    stillPassed: texts,
    executed: number,
    note: text,
    costMs: number,
  }),
);

/** What the side file of `scan-made` holds. */
export const findings: z.ZodType<readonly Finding[]> = z.array(
  exactly<Finding>()(
    z.object({
      rule: text,
      verdict,
      file: text,
      line: number,
      column: number,
      sentence: text,
      mend: text,
      through: z.exactOptional(texts),
    }),
  ),
);

const ofAttempt = { attempt: text, ordinal: z.exactOptional(number) };

type NoMocksKind = 'mock-found' | 'guard-attested' | 'contact-found' | 'scan-made' | 'canary-made' | 'unplugged';

export const NO_MOCKS_DECODERS: { readonly [Kind in NoMocksKind]: z.ZodType<Of<Kind>> } = {
  'mock-found': exactly<Of<'mock-found'>>()(z.object({ kind: z.literal('mock-found'), ...ofAttempt, mock })),
  'guard-attested': exactly<Of<'guard-attested'>>()(
    z.object({ kind: z.literal('guard-attested'), ...ofAttempt, attestation }),
  ),
  'contact-found': exactly<Of<'contact-found'>>()(
    z.object({ kind: z.literal('contact-found'), ...ofAttempt, contact }),
  ),
  'scan-made': exactly<Of<'scan-made'>>()(
    z.object({
      kind: z.literal('scan-made'),
      files: number,
      blocked: number,
      warned: number,
      tolerated: number,
      side: z.exactOptional(text),
    }),
  ),
  'canary-made': exactly<Of<'canary-made'>>()(z.object({ kind: z.literal('canary-made'), canary })),
  unplugged: exactly<Of<'unplugged'>>()(z.object({ kind: z.literal('unplugged'), unplugged })),
};
