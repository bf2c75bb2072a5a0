import type { Contract, ContractCode, ContractRoute, Requirement } from '#domain';
import { escapePattern } from './escape-pattern.ts';

/** What the documents say of a name. */
export type Documented = 'documented' | 'undocumented' | 'unknown';

/** The registry as the rules look it up. */
export interface ContractIndex {
  readonly requirement: (id: string) => Requirement | undefined;
  /** Whether any requirement is registered. */
  readonly hasRequirements: boolean;
  /** Methods and routes that the contract lists. */
  readonly names: readonly string[];
  readonly code: (code: string) => ContractCode | undefined;
  /** Whether the contract itself lists the code, and not the protocol alone. */
  readonly isListed: (code: string) => boolean;
  /** Of a JSON-RPC method or `GET /route?query`; unknown where no contract lists names of that sort. */
  readonly name: (name: string) => Documented;
  /** Whether a name is listed by a route with places in it (`GET /items/{id}`): what is absent there may be the item. */
  readonly isTemplated: (name: string) => boolean;
  /** What the documents call it: `GET /items/{id}` of `GET /items/7`; itself, but for its numbers, where they do not list it. */
  readonly listedName: (name: string) => string;
  /** The listed method or route that a text names, the longest where several do. */
  readonly findName: (text: string) => string | undefined;
  /** Fields that the documented result of a name must have; undefined where nobody says. */
  readonly fieldsOf: (
    name: string,
  ) => { readonly must: readonly string[]; readonly may: readonly string[] } | undefined;
  /** Requirements that are approved and undisputed. */
  readonly approved: readonly Requirement[];
  /** Whether a documented result of any name has a field of this name. */
  readonly isField: (word: string) => boolean;
  /** Whether any document speaks of this word, in lower case and without the s of many. */
  readonly knowsWord: (word: string) => boolean;
  /** Whether any document speaks of this word at all. */
  readonly mentions: (word: string) => boolean;
}

// What the protocols themselves say, where the contract is silent.
const BY_PROTOCOL: readonly ContractCode[] = [
  { code: '-32603', meaning: 'internal error (JSON-RPC 2.0)', blames: 'service' },
  { code: '500', meaning: 'internal server error (HTTP)', blames: 'service' },
  ...['400', '401', '403', '409', '415', '422', '429'].map((code) => ({
    code,
    meaning: 'refused (HTTP)',
    blames: 'caller' as const,
  })),
  ...['-32700', '-32600', '-32601', '-32602'].map((code) => ({
    code,
    meaning: 'refused (JSON-RPC 2.0)',
    blames: 'caller' as const,
  })),
  { code: '502', meaning: 'bad gateway (HTTP)', blames: 'dependency' },
  { code: '504', meaning: 'gateway timeout (HTTP)', blames: 'dependency' },
];

export function indexContract(requirements: readonly Requirement[], contract: Contract): ContractIndex {
  const byId = new Map(requirements.map((one) => [one.id, one]));
  const codes = new Map([...BY_PROTOCOL, ...contract.codes].map((one) => [one.code, one]));
  const named = new Map([...contract.methods, ...contract.routes].map((one) => [one.name, one]));
  const templates = contract.routes
    .filter((one) => PLACE.test(one.name))
    .map((listed) => ({ listed, template: templateOf(listed.name) }));
  const findTemplated = (name: string): ContractRoute | undefined =>
    isRoute(name) ? templates.find(({ template }) => template.test(withoutQuery(name)))?.listed : undefined;
  const matchesTemplate = (name: string): boolean => findTemplated(name) !== undefined;
  const byLength = [...named.keys()]
    .filter((name) => name.length > 3)
    .toSorted((one, other) => other.length - one.length);
  const fields = new Set([...named.values()].flatMap(({ result = [] }) => result.map(plain)));
  const words = new Set(requirements.flatMap((one) => one.text.match(/[\w-]+/gu) ?? []));
  for (const { name, result } of named.values()) for (const word of [name, ...(result ?? [])]) words.add(plain(word));
  const plainWords = new Set([...words].map((word) => word.toLowerCase().replace(/s$/u, '')));
  return {
    requirement: (id) => byId.get(id),
    hasRequirements: requirements.length > 0,
    names: [...named.keys()],
    code: (code) => codes.get(code),
    isListed: (code) => contract.codes.some((one) => one.code === code),
    name: (name) => {
      if (name === '') return 'unknown';
      if (named.has(withoutQuery(name)) || matchesTemplate(name)) return 'documented';
      const listed = isRoute(name) ? contract.routes.length > 0 : contract.methods.length > 0;
      return listed ? 'undocumented' : 'unknown';
    },
    isTemplated: matchesTemplate,
    listedName: (name) => findTemplated(name)?.name ?? withoutQuery(name).replaceAll(/\/\d+(?=\/|$)/gu, '/:n'),
    findName: (text) => byLength.find((name) => text.includes(name.replace(/^[A-Z]+ /u, ''))),
    fieldsOf: (name) => {
      const listed = named.get(withoutQuery(name)) ?? findTemplated(name);
      const result = listed?.result;
      if (result === undefined) return undefined;
      return {
        must: result.filter((field) => !field.endsWith('?')),
        may: result.filter((field) => field.endsWith('?')).map(plain),
      };
    },
    approved: requirements.filter(({ status }) => status === 'approved'),
    isField: (word) => fields.has(word),
    knowsWord: (word) => plainWords.has(word),
    mentions: (word) => words.has(word),
  };
}

const PLACE = /\{[^}/]+\}|:[A-Za-z_]\w*|<[^>/]+>/u;

function templateOf(route: string): RegExp {
  const parts = route.split(new RegExp(PLACE.source, 'u')).map(escapePattern);
  return new RegExp(`^${parts.join('[^/]+')}$`, 'u');
}

function plain(field: string): string {
  return field.replace(/\?$/u, '');
}

function isRoute(name: string): boolean {
  return /^[A-Z]+ \//u.test(name);
}

function withoutQuery(name: string): string {
  return isRoute(name) ? name.replace(/\?.*$/u, '').replace(/(?<=.)\/$/u, '') : name;
}
