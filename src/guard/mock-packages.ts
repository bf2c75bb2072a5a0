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

/** The name of the package of a bare specifier; undefined for a path, a URL, `node:…` and `#…`. */
export function packageOf(specifier: string): string | undefined {
  if (/^(?:[./#]|[a-z]+:)/u.test(specifier)) return undefined;
  const [first = '', second] = specifier.split('/');
  if (!first.startsWith('@')) return first;
  return second === undefined ? undefined : `${first}/${second}`;
}

/** The mocking package that a specifier loads; undefined when it loads none. */
export function findMockPackage(specifier: string): string | undefined {
  const name = packageOf(specifier);
  if (name === undefined || matches(INNOCENT, name)) return undefined;
  const words = name.split(/[-/@._]/u);
  return matches(REFUSED, name) || words.some((word) => TELLING.has(word)) ? name : undefined;
}

function matches(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
