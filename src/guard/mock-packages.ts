// Packages that stand in for real parts, by name. Source of the list: the design card's cases, and what the registries offer under the word.

/** Names, or beginnings of names that end in `*`. */
const REFUSED: readonly string[] = [
  'sinon',
  'ts-sinon',
  'sinon-chai',
  'nise',
  'lolex',
  '@sinonjs/*',
  'testdouble',
  'testdouble-*',
  'td',
  'jest-mock*',
  'jest-when',
  'vitest-when',
  'ts-mockito',
  '@typestrong/ts-mockito',
  '@johanblumenberg/ts-mockito',
  'typemoq',
  'moq.ts',
  'tinyspy',
  'proxyquire*',
  'proxyrequire',
  'rewire',
  'rewiremock',
  'babel-plugin-rewire',
  'esmock',
  'quibble',
  'mockery',
  'nock',
  'nock-*',
  'msw',
  'msw-*',
  '@mswjs/*',
  '@pollyjs/*',
  'moxios',
  'pretender',
  'miragejs',
  'mitm',
  'mockttp',
  'mockserver*',
  'wiremock*',
  'json-server',
  '@stoplight/prism-*',
  'memfs',
  'unionfs',
  'mockdate',
  'timekeeper',
  'timemachine',
  'pg-mem',
  'hoverfly*',
  'talkback',
  'nullconnect',
  'aws-sdk-client-mock*',
];

/** Hold the word and yet stand in for nothing: data, real binaries, proxies to the real thing. */
const INNOCENT: readonly string[] = [
  '@faker-js/*',
  'faker',
  'chance',
  'mongodb-memory-server*',
  'toxiproxy*',
  'fishery',
  'rosie',
  'mockaroo*',
];

/** Words of a package name that say what it is for. */
const TELLING = new Set(['mock', 'mocks', 'mocker', 'mocked', 'mocking', 'stub', 'stubs', 'stubber']);

/** The same lists for the guard inside test processes, which reads them from its policy. */
export const MOCK_PACKAGES: {
  readonly refused: readonly string[];
  readonly innocent: readonly string[];
  readonly telling: readonly string[];
} = { refused: REFUSED, innocent: INNOCENT, telling: [...TELLING] };
/** Where packages are got by address: the same names, with a version. */
const ADDRESS =
  /^(?:npm:|https:\/\/(?:esm\.sh|esm\.run|unpkg\.com|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm)\/)(?<rest>.+)$/u;
/** The mocks of Deno's standard library, by registry and by address. */
const DENO =
  /^(?:jsr:\/?|https:\/\/(?:deno\.land|jsr\.io)\/)?(?:@std\/testing|std)(?:@[^/]*)?(?:\/testing)?\/(?:mock|time)(?:\.ts)?$/u;

/** The name of the package of a bare specifier; undefined for a path, a URL, `node:…` and `#…`. */
export function packageOf(specifier: string): string | undefined {
  const address = ADDRESS.exec(specifier)?.groups?.['rest'];
  if (address !== undefined) return packageOf(address.replaceAll(/(?<=.)@[^/]+/gu, ''));
  if (/^(?:[./#]|[a-z]+:)/u.test(specifier)) return undefined;
  const [first = '', second] = specifier.split('/');
  if (!first.startsWith('@')) return first;
  return second === undefined ? undefined : `${first}/${second}`;
}

/** The mocking package that a specifier loads; undefined when it loads none. */
export function findMockPackage(specifier: string): string | undefined {
  if (DENO.test(specifier)) return specifier;
  const name = packageOf(specifier);
  if (name === undefined || matches(INNOCENT, name)) return undefined;
  const words = name.split(/[-/@._]/u);
  return matches(REFUSED, name) || words.some((word) => tells(word, words)) ? name : undefined;
}

/** What gRPC calls a stub is a client of the real service. */
function tells(word: string, words: readonly string[]): boolean {
  return TELLING.has(word) && !(word.startsWith('stub') && words.includes('grpc'));
}

function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
