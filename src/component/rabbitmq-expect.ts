import { z } from 'zod';
import { hasAmqp } from './amqp.ts';
import type { Talk } from './talk.ts';

export interface BrokerExpectation {
  readonly queues: readonly string[];
  readonly exchanges: readonly string[];
}

export const brokerExpectSchema: z.ZodType<BrokerExpectation> = z
  .strictObject({
    queues: z.array(z.string()).default([]).describe('Queues that must be there.'),
    exchanges: z.array(z.string()).default([]).describe('Exchanges that must be there.'),
  })
  .default({ queues: [], exchanges: [] })
  .describe('What must hold once it is up; each that does not is named.');

/** A sentence for each that is not there. */
export async function findLacks(talk: Talk, expected: BrokerExpectation): Promise<readonly string[]> {
  const lacks: string[] = [];
  for (const name of expected.queues) if (!(await hasAmqp(talk, 'queue', name))) lacks.push(`queue ${name} is missing`);
  for (const name of expected.exchanges)
    if (!(await hasAmqp(talk, 'exchange', name))) lacks.push(`exchange ${name} is missing`);
  return lacks;
}
