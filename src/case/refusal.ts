import { present } from '#domain';
import type { ExchangeFact } from '#domain';
import { findHolder, splitAddress } from './addresses.ts';
import type { Holder } from './addresses.ts';
import type { Case } from './case.ts';
import type { Found } from './found.ts';

/** A connection that was refused, resolved to whose address it was at that moment. */
export interface Refusal {
  readonly address: string;
  readonly holder: Holder;
  readonly exchange?: Found<ExchangeFact>;
}

/** The refusal that a failure is about; undefined when nothing was refused, or when nobody told the address. */
export function findRefusal(seen: Case): Refusal | undefined {
  const { decisive, world, atMs } = seen;
  if (isNoConnection(seen)) return undefined;
  const exchange = decisive?.fact.end === 'refused' ? decisive : undefined;
  const address = addressOfRaise(seen) ?? exchange?.fact.address ?? '';
  const place = splitAddress(address);
  if (place === undefined) return undefined;
  const holder = findHolder(world, place.port, atMs);
  if (holder.kind === 'nobody' && mayBeForeign(seen, exchange)) return undefined;
  return { address, holder, ...present({ exchange }) };
}

// A name that cannot be resolved was never connected to, whoever has a port of that number.
function isNoConnection({ effect, raise }: Case): boolean {
  // By words alone a test hands on an error without having raised it.
  const isHandedOn = raise.kind === 'refused' && raise.peer !== undefined && !/assert/iu.test(effect.failure.type);
  return (effect.reason === 'assertion' && !isHandedOn) || raise.kind === 'unknown-host';
}

function mayBeForeign(seen: Case, exchange: Refusal['exchange']): boolean {
  return exchange?.fact.component !== undefined || hasForeign(seen);
}

// What runs at an address that somebody else gave has no lease: a port without one may be its.
function hasForeign({ world, facts }: Case): boolean {
  const leased = new Set(world?.ports.map((one) => one.component));
  return (world?.components ?? []).some((name) => FOREIGN.has(facts.kindOf(name) ?? '') && !leased.has(name));
}

const FOREIGN: ReadonlySet<string> = new Set(['service', 'external']);

function addressOfRaise({ raise }: Case): string | undefined {
  return raise.kind === 'refused' && raise.code === 'ECONNREFUSED' ? raise.peer : undefined;
}
