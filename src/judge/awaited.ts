import { isService } from './case.ts';
import type { Case } from './case.ts';

const CONNECTED = /\bconnected to [^\n]*?\(component ([a-z][a-z0-9-]*)/u;

/** The service that a test was connected to when its time was over. */
export function findAwaited({ effect: { reason, failure, attempt }, facts }: Case): string | undefined {
  if (reason !== 'time-limit') return undefined;
  const component = CONNECTED.exec(`${failure.message}\n${attempt?.hang ?? ''}`)?.[1];
  return isService(facts, component) ? component : undefined;
}
