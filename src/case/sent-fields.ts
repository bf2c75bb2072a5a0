import { singular } from '#domain';
import type { Demanded, ExchangeFact, FindSent, NamedItem, Requirement, Scalar, Sent } from '#domain';
import type { ContractIndex } from './contract-index.ts';
import { readBody } from './request-body.ts';

/** What of the request of an exchange a condition is about: a field of its body, its parameters or its query, or a thing that its route names. */
export function makeFinder(fact: ExchangeFact, contract: ContractIndex): FindSent {
  const fields = readFields(fact);
  const places = listPlaces(fact, contract);
  return (demanded, by) => {
    const { about, condition } = demanded;
    if (condition.is === 'unknown') return findPlace(places, about) ?? sentOf(findField(fields ?? [], about), fact);
    if (fields === undefined) return undefined;
    const field = findField(fields, about) ?? (by === 'sentence' ? findOnly(fields, condition) : undefined);
    if (field !== undefined) return sentOf(field);
    const place = findPlace(places, about);
    return place ?? (by === 'data' ? { kind: 'missing' } : undefined);
  };
}

/** Whether a requirement names a field that was sent. */
export function namesField({ text }: Requirement, fact: ExchangeFact): boolean {
  const words = text.toLowerCase().match(/[a-z_]{3,}/gu) ?? [];
  return (readFields(fact) ?? []).some(([name]) => words.some((word) => singular(word) === singular(name)));
}

type Field = readonly [string, Scalar];

// Undefined where it was cut, or is no JSON: then nobody knows what it lacks.
function readFields({ method, request }: ExchangeFact): readonly Field[] | undefined {
  const query = [...new URLSearchParams(/\?(.*)$/u.exec(method)?.[1] ?? '')];
  if (request === '') return query;
  const body = readBody(request);
  return body && [...query, ...Object.entries(body).flatMap(toField)];
}

function toField([name, value]: readonly [string, unknown]): readonly Field[] {
  const isScalar =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? [[name, value]] : [];
}

// By its own name first; then the one whose name has such a word in it. Of several nobody knows which is meant.
function findField(fields: readonly Field[], about: Demanded['about']): Field | undefined {
  for (const word of about) {
    const exact = fields.find(([name]) => name === word || singular(name) === word);
    if (exact !== undefined) return exact;
  }
  for (const word of about) {
    const near = fields.filter(([name]) => word.length > 3 && singular(name).includes(word));
    if (near.length === 1) return near[0];
  }
  return undefined;
}

// `500 pieces` is the one number of an order, whatever it is called there.
function findOnly(fields: readonly Field[], condition: Demanded['condition']): Field | undefined {
  const isOfLength = condition.minLength !== undefined || condition.maxLength !== undefined;
  const fitting = fields.filter(([, value]) => typeof value === (isOfLength ? 'string' : 'number'));
  return fitting.length === 1 ? fitting[0] : undefined;
}

// What was told of once is there, until it was deleted.
function sentOf(field: Field | undefined, { named = [] }: Pick<ExchangeFact, 'named'> = {}): Sent | undefined {
  if (field === undefined) return undefined;
  const item = named.find(({ name, state }) => name === field[1] && state !== 'untold');
  return { kind: 'value', value: field[1], ...(item === undefined ? {} : { isThere: item.state === 'told' }) };
}

interface Place extends NamedItem {
  /** The collection that it is of, in one of it: `account`. */
  readonly kind: string;
  /** Whether the service itself hands out the names of this collection: then it knows no others. */
  readonly isHandedOut: boolean;
}

function listPlaces({ method, named = [] }: ExchangeFact, contract: ContractIndex): readonly Place[] {
  const path = method.replace(/^[A-Z]+ |[?#].*$/gu, '');
  return named.flatMap(({ name, state }) => {
    const at = path.split('/').findIndex((part) => part === name || part === encodeURIComponent(name));
    if (at < 1) return [];
    const above = path.split('/').slice(0, at);
    const isHandedOut = contract.name(`POST ${above.join('/')}`) === 'documented';
    return [{ name, state, kind: singular(above.at(-1) ?? ''), isHandedOut }];
  });
}

function findPlace(places: readonly Place[], about: Demanded['about']): Sent | undefined {
  const isMeant = ({ kind }: Place): boolean => about.some((word) => word === kind || word === 'id' || word === 'item');
  const found = places.find(isMeant);
  if (found === undefined) return undefined;
  return { kind: 'value', value: found.name, isThere: isThere(found) };
}

// What was never told of may be there all the same where others than the service give the names.
function isThere({ state, isHandedOut }: Place): boolean | undefined {
  if (state === 'untold') return isHandedOut ? false : undefined;
  return state === 'told';
}
