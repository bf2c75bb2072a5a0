import { z } from 'zod';
import type { Origin } from '#domain';
import { exactly } from './exactly.ts';

const file = z.object({
  name: z.string(),
  format: z.enum(['junit', 'reportlog']),
  sizeBytes: z.number(),
  sha256: z.string(),
});

/** Where results came from that we did not observe. */
export const origin: z.ZodType<Origin> = exactly<Origin>()(
  z.object({ kind: z.literal('imported'), files: z.array(file), hosts: z.array(z.string()) }),
);
