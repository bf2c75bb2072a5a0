import type { Evidence, ExchangeEnd, ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';

/** One answer as a test saw it, told so that it can be known again among those of other tests. */
export interface Seen {
  readonly component: string;
  /** Of the service under test; else of something that it needs. */
  readonly isOwn: boolean;
  /** Who asked is the test itself, and not the service. */
  readonly isDirect: boolean;
  /** `GET /orders/:id`; of a route that no document lists without its last step: `GET /prices/…`. */
  readonly route: string;
  /** Names of what was asked with: `count product`. */
  readonly form: string;
  readonly method: string;
  readonly end: ExchangeEnd;
  readonly code: string;
  readonly answer: string;
}

/** What a verdict rests on, and all that its test saw. */
export interface Sight {
  readonly rests: readonly Seen[];
  readonly saw: readonly Seen[];
}

/** Undefined where nothing was recorded: what a failure tells of an answer is no sight of it. */
export function lookAround(seen: Case, cited: readonly Evidence[]): Sight | undefined {
  const { exchanges, between, isTold } = seen;
  if (isTold || exchanges.length + between.length === 0) return undefined;
  const seqs = new Set(cited.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])));
  const all = [...between, ...exchanges].map(({ seq, fact }) => ({ seq, one: describe(seen, fact) }));
  return {
    rests: all.filter(({ seq }) => seqs.has(seq)).map(({ one }) => one),
    saw: all.map(({ one }) => one),
  };
}

function describe({ facts }: Case, fact: ExchangeFact): Seen {
  const { component, address, from, method, request, end, code = '', answer } = fact;
  const listed = facts.contract.listedName(method);
  return {
    component: component ?? address,
    isOwn: isService(facts, component),
    isDirect: from === undefined,
    route: facts.contract.name(method) === 'documented' ? listed : listed.replace(/(?<=\/[^/]+\/)[^/]+$/u, '…'),
    form: [...listNames(method, request)].toSorted().join(' '),
    method,
    end,
    code,
    answer,
  };
}

const ENVELOPE: ReadonlySet<string> = new Set(['jsonrpc', 'method', 'id', 'params']);

function listNames(method: string, request: string): ReadonlySet<string> {
  const asked = [...method.matchAll(/[?&]([^=&#]+)/gu), ...request.matchAll(/"(\w+)"\s*:/gu)];
  return new Set(asked.map(([, name = '']) => name).filter((name) => !ENVELOPE.has(name)));
}
