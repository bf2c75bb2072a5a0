import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { MockUse } from '#domain';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { ROOT, inLab } from './lab.ts';
import type { Lab } from './lab.ts';

const FIXTURES = join(ROOT, 'fixtures', 'guard', 'peers');
const KIT = join(ROOT, 'dist', 'src', 'kit', 'index.js');

function node(name: string, file: string, env: object, requires: readonly string[] = []): object {
  return {
    kind: 'service',
    command: [process.execPath, file],
    ports: ['http'],
    urls: { http: `http://127.0.0.1:\${${name}.ports.http}` },
    env: { PORT: `\${${name}.ports.http}`, ...env },
    ready: [{ tcp: `127.0.0.1:\${${name}.ports.http}` }],
    requires,
  };
}

const COMPONENTS = {
  media: node('media', 'media.cjs', {}),
  service: node('service', 'service.cjs', { MEDIA_URL: '${media.urls.http}' }, ['media']),
};

/** One suite that stands something in, and its twin, which differs by nothing but that it lets the real thing answer. */
interface Pair {
  readonly name: string;
  readonly suite: object;
  /** What is said of the first; nothing is ever said of the twin. */
  readonly edge: string;
  readonly rule: string;
  /** Of the sentence, or the file that is named. */
  readonly says: RegExp;
  readonly from?: string;
}

function mocha(file: string, contact: object, more: object = {}): object {
  return { engine: 'mocha', files: [file], lane: 'system', requires: ['service', 'media'], contact, ...more };
}

function exec(command: readonly string[], more: object = {}): object {
  return { engine: 'exec', command, lane: 'system', requires: ['media'], contact: { media: 'L3' }, ...more };
}

const MEDIA = { media: 'L3' };
const BOTH = { service: 'L3', 'service>media': 'L3' };
const AT = String.raw`a server that the suite opened itself, at 127\.0\.0\.1:\d+`;

const PAIRS: readonly Pair[] = [
  {
    name: 'literal',
    suite: mocha('literal.test.cjs', MEDIA),
    edge: 'media',
    rule: 'no-contact',
    says: /never even connected to media, for which it declares L3: whatever answered was not media$/u,
  },
  {
    name: 'client',
    suite: mocha('client.test.cjs', MEDIA),
    edge: 'media',
    rule: 'fake-peer',
    says: new RegExp(`never even connected to media, for which it declares L3: what answered was ${AT}`, 'u'),
    from: 'server.cjs:7',
  },
  {
    name: 'copy',
    suite: mocha('copy.test.cjs', { service: 'L3', 'service>media': 'L3' }),
    edge: 'service>media',
    rule: 'fake-peer',
    says: new RegExp(
      `^MEDIA_URL of a service that the suite started itself leads to ${AT} .* in the place of media$`,
      'u',
    ),
    from: 'server.cjs:7',
  },
  {
    name: 'down',
    suite: mocha('down.test.cjs', BOTH, { env: { KIT } }),
    edge: 'service>media',
    rule: 'fake-peer',
    says: new RegExp(`^${AT} .* answered at the address of media while that was down$`, 'u'),
    from: 'server.cjs:7',
  },
  {
    name: 'python',
    suite: exec(['python3', 'test_client.py']),
    edge: 'media',
    rule: 'fake-peer',
    says: new RegExp(`what answered was ${AT} \\(in the process of its tests, test_client\\.py:15\\)$`, 'u'),
    from: 'test_client.py:15',
  },
  {
    name: 'perl',
    suite: exec(['perl', 'client.pl']),
    edge: 'media',
    rule: 'fake-peer',
    says: new RegExp(`what answered was ${AT} \\(in the process of its tests\\)`, 'u'),
  },
];

/** A port that nobody has now, and that a service is told of beforehand. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function makeBetween(name: string, env: object): Promise<object> {
  const port = await freePort();
  const told = { service: { env: { MEDIA_URL: `http://127.0.0.1:${port}` } } };
  return { name, ...mocha('between.test.cjs', BOTH, { with: told, env: { BETWEEN: String(port), ...env } }) };
}

function twinOf({ name, suite }: Pair): object {
  const env = 'env' in suite ? suite.env : {};
  return { ...suite, name: `${name}-real`, env: { ...(env as object), REAL: '1' } };
}

function mocksOf(lab: Lab, suite: string): readonly MockUse[] {
  return lab
    .events()
    .flatMap((event) => (event.kind === 'mock-found' && event.attempt.startsWith(`${suite}/`) ? [event.mock] : []));
}

function expectPair(lab: Lab, { name, edge, rule, says, from }: Pair): void {
  const mocks = mocksOf(lab, name);
  const shown = `${name}: ${JSON.stringify(mocks, undefined, 1)}`;
  assert.equal(lab.suite(name).outcome, 'mock-violation', shown);
  const found = mocks.find((mock) => mock.what === edge);
  assert.equal(found?.rule, rule, shown);
  assert.equal(found?.verdict, 'block', shown);
  assert.match(found?.sentence ?? '', says);
  if (from !== undefined) assert.equal(`${found?.frame?.file}:${found?.frame?.line}`, from, shown);
  expectQuiet(lab, `${name}-real`);
}

function expectQuiet(lab: Lab, name: string): void {
  assert.deepEqual(mocksOf(lab, name), [], name);
  const { outcome, marks } = lab.suite(name);
  assert.deepEqual([outcome, ...marks], ['passed'], name);
}

describe('a server of the suite in the place of a component', function standInPeers() {
  // A dozen worlds of two services each, on a machine that may have other work.
  this.timeout(400_000);

  it(
    'is found and named in any language, and its twin that lets the real thing answer is left in peace',
    inLab(async (lab) => {
      cpSync(FIXTURES, lab.project, { recursive: true });
      lab.configure({
        components: COMPONENTS,
        suites: [
          ...PAIRS.flatMap((pair) => [{ ...pair.suite, name: pair.name }, twinOf(pair)]),
          await makeBetween('between', {}),
          await makeBetween('between-real', { REAL: '1' }),
          { name: 'webhook', ...mocha('webhook.test.cjs', { service: 'L3' }) },
        ],
        gates: { maxCauses: {}, minPassRate: 0 },
      });
      await lab.run(['run', '--all', '-j', '2']);
      for (const pair of PAIRS) expectPair(lab, pair);
      const says =
        /^MEDIA_URL of service leads to a server that the suite opened itself, at .* in the place of media$/u;
      expectPair(lab, {
        name: 'between',
        suite: {},
        edge: 'service>media',
        rule: 'fake-peer',
        says,
        from: 'server.cjs:7',
      });
      expectQuiet(lab, 'webhook');
    }),
  );

  it('is found in Go, by its address or by its silence towards the real one', async function inGo() {
    const cache = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' });
    if (cache.error !== undefined) leaveOut(this, 'go is not here');
    await inLab(async (lab) => runGo(lab, cache.stdout.trim()))();
  });
});

async function runGo(lab: Lab, GOCACHE: string): Promise<void> {
  cpSync(FIXTURES, lab.project, { recursive: true });
  const suite = { engine: 'go-test', directory: 'golang', lane: 'system', requires: ['media'], contact: MEDIA };
  lab.configure({
    components: { media: COMPONENTS.media },
    suites: [
      { ...suite, name: 'go', env: { GOCACHE } },
      { ...suite, name: 'go-real', env: { GOCACHE, REAL: '1' } },
    ],
    gates: { maxCauses: {}, minPassRate: 0 },
  });
  await lab.run(['run', '--all']);
  const shown = JSON.stringify(mocksOf(lab, 'go'), undefined, 1);
  assert.equal(lab.suite('go').outcome, 'mock-violation', shown);
  assert.equal(lab.suite('go-real').outcome, 'passed');
  const blocked = mocksOf(lab, 'go-real').filter(({ verdict }) => verdict === 'block');
  assert.deepEqual(blocked, []);
}
