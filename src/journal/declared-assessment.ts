import { z } from 'zod';
import { HEADINGS, LANES, MEASURES, SEVERITIES } from '#domain';
import type { AssessmentSettings, SelectedGate, Selector } from '#domain';
import { exactly } from './exactly.ts';

const optionalText = z.exactOptional(z.string());
const optionalNumber = z.exactOptional(z.number());
const optionalTexts = z.exactOptional(z.array(z.string()));

const selector = exactly<Selector>()(
  z.object({
    tag: optionalTexts,
    lane: z.exactOptional(z.array(z.enum(LANES))),
    suite: optionalTexts,
    requirement: optionalTexts,
    test: optionalTexts,
  }),
);

export const selectedGate: z.ZodType<SelectedGate> = exactly<SelectedGate>()(
  z.object({
    where: selector,
    minPassRate: optionalNumber,
    notGreen: optionalNumber,
    hollow: optionalNumber,
    empty: optionalNumber,
    blocked: optionalNumber,
    flaky: optionalNumber,
    unguarded: optionalNumber,
    mocks: optionalNumber,
  }),
);

const criterion = z.object({
  name: z.string(),
  importance: z.enum(['primary', 'secondary']),
  measure: z.enum(MEASURES),
  where: selector,
  limit: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('min'), value: z.number() }),
    z.object({ kind: z.literal('max'), value: z.number() }),
  ]),
  partly: optionalNumber,
});

const accepted = z.object({
  cause: z.string(),
  heading: z.enum(HEADINGS),
  title: z.string(),
  reason: z.string(),
  until: z.string(),
  run: z.string(),
});

/** What the project demanded of its assessment, as the side file of the run holds it. */
export const assessmentSettings: z.ZodType<AssessmentSettings> = exactly<AssessmentSettings>()(
  z.object({
    document: z.object({
      id: optionalText,
      date: optionalText,
      role: optionalText,
      phase: optionalText,
      status: optionalText,
    }),
    horizons: z.array(
      z.object({ name: z.string(), withinMs: optionalNumber, severities: z.array(z.enum(SEVERITIES)) }),
    ),
    criteria: z.array(criterion),
    outOfScope: z.array(z.object({ select: selector, reason: z.string(), ref: z.string() })),
    effort: z.record(z.string(), z.object({ fromMs: z.number(), toMs: z.number() })),
    accepted: z.array(accepted),
  }),
);
