import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRun } from './world-fixture.test.ts';
import { askControl, hasPrograms, incidentsOf, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';
import type { World } from './types.ts';

const COMMANDS = `# two users
SET user:1 "a name with \\"quotes\\" and \\n a line"
HSET user:2 name 'two words'
`;

/** As a suite would, by the address that it asked for. */
function ask(world: World, ...words: readonly string[]): string {
  const url =
    world.describe({ name: 's', nonce: 'n', secrets: ['cache.password'] }).components['cache']?.urls['login'] ?? '';
  return execFileSync('redis-cli', ['--no-auth-warning', '-u', url, ...words], { encoding: 'utf8' }).trim();
}

describe('the kind redis', () => {
  let run: TestRun;
  before(function skipWithoutServer() {
    hasPrograms(this, 'redis');
  });
  beforeEach(async () => {
    run = await openTestRun();
    writeFileSync(join(run.folder, 'users.redis'), COMMANDS);
  });
  afterEach(async () => run.close());

  it('starts empty, with a password, takes in its files and proves what is expected', async () => {
    const expected = {
      keys: ['user:1', 'user:*'],
      query: [
        { command: 'HGET user:2 name', gives: 'two words' },
        { command: 'DBSIZE', gives: 2 },
      ],
    };
    const world = await run.start([
      makeSpec('cache', 'redis', { version: '7', init: ['users.redis'], expect: expected }),
    ]);
    assert.equal(world.blockedBy(['cache']), undefined);
    assert.equal(ask(world, 'GET', 'user:1'), 'a name with "quotes" and \n a line');
    const { facts, ports } = partOf(world, 'cache');
    assert.match(facts['version'] ?? '', /^7\./u);
    assert.match(execFileSync('redis-cli', ['-p', String(ports['main']), 'PING'], { encoding: 'utf8' }), /NOAUTH/u);
    const log = readFileSync(join(run.context.logDir, 'w1', 'cache.log'), 'utf8');
    assert.match(log, /Ready to accept connections/u);
    assert.ok(!log.includes(world.secrets[0] ?? 'none'));
  });

  const broken: readonly (readonly [what: string, options: object, text: RegExp])[] = [
    ['another version than is wanted', { version: '3' }, /^cache is up, but it is Redis 7\.\S+, and 3 is wanted$/u],
    [
      'a corrupt file',
      { init: ['corrupt.redis'] },
      /its init file failed at corrupt\.redis:2: ERR unknown command 'STE'/u,
    ],
    ['a file that is not there', { init: ['none.redis'] }, /its init file none\.redis is not there/u],
    [
      'keys that are missing',
      { expect: { keys: ['order:*', 'x'], query: [{ command: 'DBSIZE', gives: 1 }] } },
      /no key order:\* is there; no key x is there; "DBSIZE" gives "0" instead of "1"/u,
    ],
  ];
  for (const [what, options, text] of broken) {
    it(`tells ${what} in one sentence`, async () => {
      writeFileSync(join(run.folder, 'corrupt.redis'), 'SET a 1\nSTE b 2\n');
      await run.start([makeSpec('cache', 'redis', options)]);
      const [incident, ...more] = incidentsOf(run.events);
      assert.equal(more.length, 0);
      assert.match(incident?.text ?? '', text);
      assert.notEqual(incident?.facts?.['remedy'], undefined);
    });
  }

  it('tells a directive that the server refuses', async () => {
    await run.start([makeSpec('cache', 'redis', { settings: { nonsense: 1 } })]);
    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.kind, 'component-refused-to-start');
    assert.match(incident.text, /Bad directive/u);
  });

  it('is hung when it answers nobody, and comes back', async () => {
    const world = await run.start([makeSpec('cache', 'redis', { durable: true, init: ['users.redis'] })]);
    process.kill(partOf(world, 'cache').pid, 'SIGSTOP');
    const lost = await world.lost(['cache'], AbortSignal.timeout(30_000));
    assert.equal(lost.kind, 'component-hung');
    process.kill(partOf(world, 'cache').pid, 'SIGCONT');
    assert.ok((await askControl(world, { verb: 'restart', component: 'cache' })).ok);
    assert.equal(ask(world, 'DBSIZE'), '2');
  });
});
