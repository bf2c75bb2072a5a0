import { sortOf } from '#domain';
import type { Exchange } from './read-exchanges.ts';
import { findUnlikeHeader } from './unlike-headers.ts';

/** By these a service says that the request itself was wrong. */
const REFUSED: ReadonlySet<string> = new Set(['400', '415', '422', '-32602', '-32600']);
const MAX_COMPARED = 200;

/**
 * What a refused request lacks, or has of another sort, in comparison with all that were accepted by the same name in the same attempt: one
 * sentence. Undefined where nothing was accepted, and where it is like one that was.
 */
export function findUnlike(refused: Exchange, all: readonly Exchange[]): string | undefined {
  if (refused.from !== undefined) return findOthers(refused, all);
  return findUnlikeBody(refused, all) ?? findUnlikeHeader(refused, all);
}

function findUnlikeBody(refused: Exchange, all: readonly Exchange[]): string | undefined {
  if (refused.end !== 'error' || !REFUSED.has(refused.code ?? '')) return undefined;
  const accepted = all
    .filter((one) => one.end === 'answered' && one.from === undefined && nameOf(one) === nameOf(refused))
    .slice(0, MAX_COMPARED)
    .map((one) => readArguments(one.request))
    .filter((one) => one !== undefined);
  const own = refused.request.trim() === '' ? {} : readArguments(refused.request);
  if (own === undefined) return undefined;
  const [first, ...others] = accepted.map((one) => compare(own, one));
  return first === undefined || others.includes(undefined) ? undefined : first;
}

/** By these a component says that what was asked for is not there, or wrong. */
const NOT_HAD: ReadonlySet<string> = new Set(['400', '404', '410', '422', '-32602']);

// Between components: the two understand each other, where others of the same route were answered.
function findOthers({ end, code = '', from, address, method }: Exchange, all: readonly Exchange[]): string | undefined {
  if (end !== 'error' || !NOT_HAD.has(code)) return undefined;
  const folder = folderOf(method);
  const other = all.find(
    (one) => one.end === 'answered' && one.from === from && one.address === address && folderOf(one.method) === folder,
  );
  return other === undefined ? undefined : `${other.method} was answered`;
}

/** By these a service says that there is no such route, or that it is not served in this way. */
const ABSENT: ReadonlySet<string> = new Set(['404', '405', '410', '501']);

/** Tells of a request of the suite for what is not there which other of the same folder was answered: then the route is there. Made once for an attempt. */
export function makeBesideFinder(all: readonly Exchange[]): (absent: Exchange) => string | undefined {
  let answered: ReadonlyMap<string, string> | undefined;
  return (absent) => {
    const { end, code = '', from, method } = absent;
    const isAbsent = from === undefined && end === 'error' && ABSENT.has(code);
    if (!isAbsent || folderOf(method).endsWith(' /')) return undefined;
    answered ??= listAnswered(all);
    return answered.get(placeOf(absent));
  };
}

// The first of each folder.
function listAnswered(all: readonly Exchange[]): ReadonlyMap<string, string> {
  const own = all.filter(({ end, from }) => end === 'answered' && from === undefined);
  return new Map(own.toReversed().map((one) => [placeOf(one), one.method]));
}

function placeOf({ address, method }: Exchange): string {
  return `${address} ${folderOf(method)}`;
}

/** `GET /prices/` of `GET /prices/bread?x=1`. */
export function folderOf(method: string): string {
  return method.replace(/\?.*$/u, '').replace(/[^/]*$/u, '');
}

function nameOf({ protocol, method }: Exchange): string {
  return `${protocol} ${method.replace(/\?.*$/u, '')}`;
}

type Arguments = Readonly<Record<string, unknown>>;

/** Of JSON-RPC its parameters, of HTTP the body. */
function readArguments(request: string): Arguments | undefined {
  try {
    const value: unknown = JSON.parse(request);
    if (!isObject(value)) return undefined;
    const parameters = value['params'];
    return isObject(parameters) ? parameters : value;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function compare(own: Arguments, accepted: Arguments): string | undefined {
  for (const [name, value] of Object.entries(accepted)) {
    if (!(name in own)) return `${name} is missing, which accepted requests hold`;
    const [is, was] = [sortOf(own[name]), sortOf(value)];
    if (is !== was) return `${name} is ${is}, in accepted requests ${was}`;
  }
  return undefined;
}
