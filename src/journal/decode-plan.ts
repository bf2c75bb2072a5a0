import { z } from 'zod';
import { CONTACT_LEVELS, LANES, WAYS } from '#domain';
import type { AnnouncedTest, Independence, PlannedSuite } from '#domain';
import { flag, number, outcome, text, texts } from './decode-facts.ts';
import { exactly } from './exactly.ts';

export const plannedSuite: z.ZodType<PlannedSuite> = exactly<PlannedSuite>()(
  z.object({
    name: text,
    engine: text,
    lane: z.enum(LANES),
    closure: texts,
    uses: z.exactOptional(texts),
    timeoutMs: number,
    tags: texts,
    covers: texts,
    contact: z.record(text, z.enum(CONTACT_LEVELS)),
    exclusive: flag,
    retries: number,
    repeat: number,
    alone: z.exactOptional(z.object({ testTimeoutMs: number })),
    way: z.exactOptional(z.enum(WAYS)),
  }),
);

export const independence: z.ZodType<Independence> = exactly<Independence>()(
  z.object({ suite: text, removed: texts, world: texts, outcome, note: text }),
);

export const announcedTest: z.ZodType<AnnouncedTest> = exactly<AnnouncedTest>()(
  z.object({
    titles: texts,
    occurrence: number,
    requirements: texts,
    file: z.exactOptional(text),
    line: z.exactOptional(number),
  }),
);
