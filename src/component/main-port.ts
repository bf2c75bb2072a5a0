import { z } from 'zod';
import type { PortDeclaration } from '#domain';

/** Shared by the kinds of servers: their port is leased, unless somebody who cannot be told insists on a number. */
export const pinnedPort: z.ZodType<number | undefined> = z
  .int()
  .min(1)
  .max(65_535)
  .optional()
  .describe('Pins its port under a host-wide lock; without it one is leased.');

export function declareMainPort(port: number | undefined): PortDeclaration {
  return port === undefined ? { name: 'main', protocol: 'tcp' } : { name: 'main', protocol: 'tcp', pinned: port };
}
