import type { ProgramPart } from './guard-face.ts';

// Programs that play servers, known by how they are started: the one list for the guard in processes, the scan of files and the look from outside.

/** By the name under which they are started. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'wiremock',
  'wiremock-standalone',
  'mountebank',
  'mb',
  'prism',
  'prism-cli',
  'mockserver',
  'json-server',
  'mockoon',
  'mockoon-cli',
  'hoverfly',
  'smocker',
  'stubby',
  'stubby4j',
  'imposter',
  'moco',
  'mockttp',
  'msw',
  'killgrave',
  'mock-server',
  'localstack-mock',
]);
/** So common a name that it counts only where a package of node_modules stands behind it. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['mb', 'prism', 'imposter', 'stubby', 'mock-server', 'moco', 'msw']);

/** Packages whose scripts play servers. */
const PACKAGE =
  /\/node_modules\/(?:\.bin\/(?<bin>[^/]+)|(?<name>wiremock(?:-standalone)?|mountebank|@stoplight\/prism-cli|json-server|@mockoon\/cli|mockserver-node|mockserver|stubby|mockttp|@mockoon\/commons-server)(?:\/|$))/u;
const JAR = /^(?<name>wiremock|mockserver|moco|stubby4j|imposter)[\w.-]*\.jar$/u;
const IMAGE =
  /^(?:[\w.-]+(?::\d+)?\/)*(?<name>wiremock|mockserver|mountebank|prism|hoverfly|smocker|imposter|mockoon|json-server|killgrave)(?:\/(?:cli|wiremock|[\w-]+))?(?:[:@].*)?$/u;
const RUNNERS: ReadonlySet<string> = new Set(['npx', 'bunx', 'dlx', 'exec', 'x']);
const CONTAINERS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl']);

const nameOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

const findMockProcess: ProgramPart['findMockProcess'] = (argv) => {
  const program = nameOf(argv[0] ?? '');
  if (PROGRAMS.has(program) && !AMBIGUOUS.has(program)) return program;
  if (program === 'prism' && argv[1] === 'mock') return program;
  return findScript(argv) ?? findJar(argv) ?? findFetched(argv) ?? findImage(program, argv);
};

const findScript: ProgramPart['findMockProcess'] = (argv) => {
  for (const word of argv.slice(0, 4)) {
    const { bin, name } = PACKAGE.exec(word)?.groups ?? {};
    if (name !== undefined) return name;
    if (bin !== undefined && PROGRAMS.has(bin)) return bin;
  }
  return undefined;
};

const findJar: ProgramPart['findMockProcess'] = (argv) => {
  const at = argv.indexOf('-jar');
  return at < 0 ? undefined : JAR.exec(nameOf(argv[at + 1] ?? ''))?.groups?.['name'];
};

/** `npx wiremock@3 --port 1`, `npm exec @stoplight/prism-cli`. */
const findFetched: ProgramPart['findMockProcess'] = (argv) => {
  const at = argv.findIndex((word) => RUNNERS.has(nameOf(word).replace(/-cli\.js$/u, '')));
  if (at < 0) return undefined;
  const fetched = argv.slice(at + 1).find((word) => !word.startsWith('-'));
  const name = fetched?.replace(/(?<=.)@[^/]*$/u, '') ?? '';
  if (name === '@stoplight/prism-cli' || name === '@mockoon/cli') return name;
  return PROGRAMS.has(name) ? name : undefined;
};

const findImage = (program: string, argv: readonly string[]): string | undefined => {
  if (!CONTAINERS.has(program) || !argv.some((word) => word === 'run' || word === 'create')) return undefined;
  for (const word of argv.slice(2)) {
    const name = IMAGE.exec(word)?.groups?.['name'];
    if (name !== undefined) return name;
  }
  return undefined;
};

module.exports = { findMockProcess, PROGRAMS, AMBIGUOUS, PACKAGE } satisfies ProgramPart;
