import { isService } from './case.ts';
import type { Case } from './case.ts';

const CONNECTED = /\bconnected to [^\n]*?\(component ([a-z][a-z0-9-]*)/u;

/** The service that a test was connected to when its time was over. */
export function findAwaited({ effect: { reason, failure, attempt }, facts, hangs }: Case): string | undefined {
  if (reason !== 'time-limit') return undefined;
  const peers = hangs.flatMap(({ fact }) => fact.peers.map((one) => one.component));
  const told = CONNECTED.exec(`${failure.message}\n${attempt?.hang ?? ''}`)?.[1];
  return [...peers, told].find((component) => isService(facts, component));
}
