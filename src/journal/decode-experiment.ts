import { z } from 'zod';
import { EXPERIMENTS } from '#domain';
import type { Experiment } from '#domain';
import { number, text } from './decode-facts.ts';
import { exactly } from './exactly.ts';

export const experiment: z.ZodType<Experiment> = exactly<Experiment>()(
  z.object({
    experiment: z.enum(EXPERIMENTS),
    suite: text,
    test: text,
    command: text,
    seed: text,
    result: z.enum(['same', 'passed', 'different', 'mixed', 'not-done']),
    note: text,
    costMs: number,
    runs: z.exactOptional(z.object({ red: number, of: number })),
  }),
);
