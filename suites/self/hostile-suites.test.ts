import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { MockUse } from '#domain';
import { HOSTILE_CASES } from '../../fixtures/guard/hostile/cases.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import type { HostileCase } from '../../fixtures/guard/hostile/cases.ts';
import { ROOT, inLab } from './lab.ts';
import type { Lab } from './lab.ts';

// What the scan alone cannot decide: each of these cases is run, against real parts. The others are held against the scan beside it.

const FOLDER = join(ROOT, 'fixtures', 'guard', 'hostile');
const TSC = join(ROOT, 'node_modules', '.bin', 'tsc');
const STRIP = '--noCheck --ignoreConfig --rewriteRelativeImportExtensions --target es2022 --module nodenext'.split(' ');
const MEDIAMTX = { mediamtx: 'L3' };

function part(name: string, port: string, env: object, requires: readonly string[] = []): object {
  const at = `127.0.0.1:\${${name}.ports.${port}}`;
  return {
    kind: 'service',
    command: [process.execPath, `${name}.cjs`],
    ports: [port],
    urls: { [port]: `http://${at}` },
    env: { PORT: `\${${name}.ports.${port}}`, ...env },
    ready: [{ tcp: at }],
    requires,
  };
}

const COMPONENTS = {
  mediamtx: part('mediamtx', 'api', {}),
  rates: part('rates', 'http', {}),
  service: part('service', 'http', { RATES_URL: '${rates.urls.http}' }, ['rates']),
};

const PARTS: Readonly<Record<string, string>> = {
  mediamtx: `'{"items":[{"name":"camera0"}]}'`,
  rates: `'{"rate":"1.25"}'`,
  service: `request.url.startsWith('/quotes') ? await (await fetch(process.env.RATES_URL + '/EUR/USD', { headers: { connection: 'close' } })).text()
    : request.method === 'POST' ? await tell(request) : 'up'`,
};

function makeProgram(answer: string): string {
  return `const { createServer } = require('node:http');
async function tell(request) {
  for await (const url of request) await fetch(String(url), { method: 'POST' });
  return 'told';
}
createServer((request, response) => {
  (async () => ${answer})().then((text) => response.end(text), (error) => response.writeHead(502).end(String(error)));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;
}

/** How a case is run. */
interface Way {
  readonly suite: object;
  readonly file: string;
  /** The service looks for the rates at the port that the case has written down. */
  readonly isPinned?: boolean;
  readonly needs?: readonly string[];
}

const node = (file: string, more: object = {}): Way => ({ suite: { engine: 'node-test', ...more }, file });
const bash = (file: string, more: object = {}): Way => ({
  suite: { engine: 'exec', command: [], requires: ['service'], ...more },
  file,
});
const pytest = (file: string, more: object = {}): Way => ({
  suite: { engine: 'pytest', ...more },
  file,
  needs: ['pytest'],
});
const SERVICE = { requires: ['service'] };
const PINNED = { requires: ['service', 'rates'], contact: { service: 'L3' } };

const WAYS: Readonly<Record<string, Way>> = {
  js29: node('rates.test.mjs'),
  js30: node('service.test.mjs', { requires: ['mediamtx'], contact: MEDIAMTX }),
  js31: node('service.test.mjs', { requires: ['mediamtx'], contact: MEDIAMTX }),
  js32: { ...node('rates.test.mjs', PINNED), isPinned: true },
  js33: node('webhook.test.mjs', SERVICE),
  js34: node('all.test.mjs', SERVICE),
  js35: node('all.test.mjs', SERVICE),
  py16: pytest('test_client.py'),
  py17: { ...pytest('test_quotes.py', PINNED), isPinned: true },
  py18: pytest('test_webhook.py'),
  py19: pytest('test_all.py'),
  py20: pytest('test_all.py'),
  any01: { ...bash('quotes.sh', PINNED), isPinned: true, needs: ['socat', 'curl'] },
  any02: { ...bash('quotes.sh', PINNED), isPinned: true, needs: ['socat', 'curl'] },
  any04: bash('health.sh', { contact: { service: 'L3' } }),
  any05: { ...bash('health.sh', { contact: { service: 'L3' } }), needs: ['curl'] },
  any06: bash('tests.sh'),
  any07: bash('tests.sh'),
};

/** These bring a configuration of their own. */
const OWN: Readonly<Record<string, readonly string[]>> = { any03: ['python3'], any08: ['pytest', 'postgres'] };

function isThere(program: string): boolean {
  if (program === 'pytest') return spawnSync('python3', ['-c', 'import pytest']).status === 0;
  const places = program === 'postgres' ? existsSync('/usr/lib/postgresql') : false;
  return places || spawnSync(program, ['--version']).error === undefined;
}

function findMissing(id: string): string | undefined {
  return (WAYS[id]?.needs ?? OWN[id] ?? []).find((program) => !isThere(program));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Copies the case, each file under a name of its own; its port is one that is free here, and its types are taken out, which not every Node does. */
function place(lab: Lab, id: string, port: number): void {
  const folder = join(FOLDER, id);
  const names = readdirSync(folder);
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('4010', String(port));
    lab.write(
      ownName(id, name),
      names.reduce((all, other) => all.replaceAll(other, ownName(id, other)), text),
    );
  }
  const typed = names.filter((name) => name.endsWith('.mts')).map((name) => ownName(id, name));
  if (typed.length > 0) spawnSync(TSC, [...typed, ...STRIP], { cwd: lab.project });
}

function ownName(id: string, name: string): string {
  return `${id}_${name}`;
}

async function makeSuite(lab: Lab, id: string, { suite, file, isPinned }: Way): Promise<object> {
  const port = await freePort();
  place(lab, id, port);
  const told = { with: { service: { env: { RATES_URL: `http://127.0.0.1:${port}` } } } };
  const own = ownName(id, file);
  const run = 'command' in suite ? { command: ['bash', own] } : { files: [own] };
  return { name: id, lane: 'system', ...suite, ...run, ...(isPinned === true && told) };
}

/** Empty = judged as the table says. */
function findFault(lab: Lab, { id, verdict, by }: HostileCase, suite: string = id): readonly string[] {
  const mocks = lab
    .events()
    .flatMap((event) => (event.kind === 'mock-found' && event.attempt.startsWith(`${suite}/`) ? [event.mock] : []));
  const { outcome, marks: all } = lab.suite(suite);
  // What a relay of the suite's own has forked may end a moment after the suite; it is no mock.
  const marks = all.filter((mark) => mark !== 'leaky');
  const isRight = {
    allow: outcome === 'passed' && marks.length + mocks.length === 0,
    warn: outcome === 'passed' && isWarned(marks, mocks),
    block: by.includes('A')
      ? outcome === 'passed' && marks.includes('unguarded')
      : outcome === 'mock-violation' && mocks.some((mock) => mock.verdict === 'block'),
  }[verdict];
  const said = mocks.map((mock) => `${mock.verdict} ${mock.rule}: ${mock.sentence}`);
  return isRight ? [] : [`${id} is not ${verdict}: ${[outcome, ...marks, ...said].join(', ')}`];
}

function isWarned(marks: readonly string[], mocks: readonly MockUse[]): boolean {
  return marks.includes('hollow') || mocks.some(({ verdict }) => verdict === 'warn');
}

describe('hostile suites that have to be run', function hostileSuites() {
  this.timeout(600_000);
  const cases = HOSTILE_CASES.filter(({ by }) => !by.includes('S'));

  it('are all of those that no scan decides', () => {
    const ways = [...Object.keys(WAYS), ...Object.keys(OWN)];
    assert.deepEqual(ways.toSorted(), cases.map(({ id }) => id).toSorted());
  });

  it(
    'are judged as the table says',
    inLab(async (lab) => {
      const here = Object.entries(WAYS).filter(([id]) => {
        const missing = findMissing(id);
        if (missing !== undefined) process.stderr.write(`    left out: ${missing} is not here: ${id} cannot be run\n`);
        return missing === undefined;
      });
      for (const [name, answer] of Object.entries(PARTS)) lab.write(`${name}.cjs`, makeProgram(answer));
      lab.write('node_modules/nock/package.json', '{"name":"nock","version":"13.0.0","main":"index.js"}');
      lab.write('node_modules/nock/index.js', 'module.exports = () => ({ get: () => ({ reply() {} }) });');
      const suites = await Promise.all(here.map(async ([id, way]) => makeSuite(lab, id, way)));
      lab.configure({ components: COMPONENTS, suites, gates: { maxCauses: {}, minPassRate: 0 } });
      const { stderr } = await lab.run(['run', '--all', '-j', '2']);
      assert.ok(existsSync(lab.reports), stderr);
      const wrong = cases.filter(({ id }) => here.some(([one]) => one === id)).flatMap((one) => findFault(lab, one));
      assert.deepEqual(wrong, []);
    }),
  );

  for (const one of cases.filter(({ id }) => id in OWN)) {
    it(`${one.id}: ${one.verdict}, ${one.why}`, async function ownConfiguration() {
      const missing = findMissing(one.id);
      if (missing !== undefined) leaveOut(this, `${missing} is not here: ${one.id} cannot be run`);
      await inLab(async (lab) => {
        cpSync(join(FOLDER, one.id), lab.project, { recursive: true });
        await lab.run(['run', '--all']);
        const [suite] = lab.assessment().suites;
        assert.deepEqual(findFault(lab, one, suite?.name ?? ''), []);
      })();
    });
  }
});
