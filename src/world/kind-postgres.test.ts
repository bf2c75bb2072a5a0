import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProcess } from '#child';
import type { TestRun } from './world-fixture.test.ts';
import { askControl, hasPrograms, incidentsOf, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';
import type { World } from './types.ts';

const SCHEMA = `CREATE TABLE orders (id int PRIMARY KEY, customer_id int, day date);
CREATE INDEX orders_by_day ON orders (day, customer_id);
INSERT INTO orders VALUES (1, 7, '2026-01-01');`;

/** As a suite would: the address that holds the password, which it asked for. */
function ask(world: World, sql: string): string {
  const file = world.describe({ name: 'suite', nonce: 'n', secrets: ['db.password'] });
  const url = file.components['db']?.urls['login'] ?? '';
  return execFileSync('psql', ['-X', '-A', '-t', '-c', sql, url], { encoding: 'utf8' }).trim();
}

describe('the kind postgres', () => {
  let run: TestRun;
  let sharedDir: string;
  before(function skipWithoutServer() {
    sharedDir = mkdtempSync(join(tmpdir(), 'postgres-test-'));
    hasPrograms(this, 'postgres');
  });
  after(() => rmSync(sharedDir, { recursive: true, force: true }));
  beforeEach(async () => {
    run = await openTestRun({ sharedDir });
    writeFileSync(join(run.folder, 'schema.sql'), SCHEMA);
  });
  afterEach(async () => run.close());

  it('starts a cluster of its own with a user, a database and the init files, under a user that is not root', async () => {
    const expected = {
      tables: ['orders', 'public.orders'],
      indexes: ['orders_by_day', { table: 'orders', columns: ['day'] }],
      query: [{ sql: 'select count(*) from orders', gives: 1 }, { sql: 'select 1' }],
    };
    const world = await run.start([makeSpec('db', 'postgres', { init: ['schema.sql'], expect: expected })]);
    assert.equal(world.blockedBy(['db']), undefined);
    assert.equal(ask(world, 'select customer_id from orders'), '7');
    const { pid, facts, urls } = partOf(world, 'db');
    assert.match(facts['version'] ?? '', /^\d+/u);
    assert.match(readProcess(pid)?.argv[0] ?? '', /postgres$/u);
    const uid = /^Uid:\s*(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    assert.notEqual(uid, '0');
    // Who did not ask for the password gets no address that holds it, and no log shows it.
    assert.deepEqual(Object.keys(urls), ['main']);
    const secret = world.secrets[0] ?? 'none';
    assert.ok(!JSON.stringify(run.events).includes(secret));
    assert.throws(
      () => execFileSync('psql', ['-X', '-w', '-c', 'select 1', urls['main'] ?? ''], { stdio: 'pipe' }),
      /password/u,
    );
  });

  it('keeps its data when a suite kills and starts it, and takes its files in once', async () => {
    const world = await run.start([
      makeSpec('db', 'postgres', { init: ['schema.sql'], expect: { tables: ['orders'] } }),
    ]);
    assert.equal((await askControl(world, { verb: 'kill', component: 'db' })).ok, true);
    const started = await askControl(world, { verb: 'start', component: 'db' });
    assert.ok(started.ok, JSON.stringify(started));
    assert.equal(ask(world, 'select count(*) from orders'), '1');
  });

  it('tells that it died in the middle', async () => {
    const world = await run.start([makeSpec('db', 'postgres', {})]);
    process.kill(partOf(world, 'db').pid, 'SIGKILL');
    const lost = await world.lost(['db'], AbortSignal.timeout(20_000));
    assert.equal(lost.kind, 'component-exited');
    assert.match(lost.text, /db was ended by SIGKILL after it had been ready/u);
  });

  const broken: readonly (readonly [what: string, options: object, text: RegExp, remedy: RegExp])[] = [
    [
      'a missing index',
      { expect: { indexes: ['orders_by_customer'] } },
      /index orders_by_customer is missing$/u,
      /CREATE INDEX orders_by_customer ON/u,
    ],
    [
      'an index that serves nothing that is asked',
      { expect: { indexes: [{ table: 'orders', columns: ['customer_id'] }] } },
      /^db is up, but index on orders \(customer_id\) is missing$/u,
      /CREATE INDEX ON orders \(customer_id\)/u,
    ],
    [
      'a missing table and a query that gives something else',
      { expect: { tables: ['users'], query: [{ sql: 'select count(*) from orders', gives: 2 }] } },
      /table users is missing; "select count.*gives "1" instead of "2"/u,
      /create table users/u,
    ],
    [
      'a corrupt init file',
      { init: ['schema.sql', 'corrupt.sql'] },
      /its init file corrupt\.sql failed: .*corrupt\.sql:2: ERROR: +syntax error at or near "CREATEE"/u,
      /correct corrupt\.sql/u,
    ],
    [
      'an init file that is not there',
      { init: ['none.sql'] },
      /its init file none\.sql is not there/u,
      /correct its name/u,
    ],
  ];
  for (const [what, options, text, remedy] of broken) {
    it(`tells ${what} in one sentence, with what to do`, async () => {
      writeFileSync(join(run.folder, 'corrupt.sql'), 'SELECT 1;\nCREATEE TABLE x ();\n');
      const world = await run.start([makeSpec('db', 'postgres', { init: ['schema.sql'], ...options })]);
      const [incident, ...more] = incidentsOf(run.events);
      assert.equal(more.length, 0);
      assert.equal(incident?.kind, 'component-not-ready');
      assert.match(incident.text, text);
      assert.match(incident.facts?.['remedy'] ?? '', remedy);
      assert.equal(world.blockedBy(['db'])?.id, incident.id);
    });
  }

  it('tells a setting that the server refuses', async () => {
    await run.start([makeSpec('db', 'postgres', { settings: { no_such_setting: 'x' } })]);
    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.kind, 'component-refused-to-start');
    assert.match(incident.text, /unrecognized configuration parameter "no_such_setting"/u);
  });

  it('two of one world share nothing, and all of both is gone within the budget', async () => {
    const other = makeSpec('other', 'postgres', { expect: { tables: ['orders'] } });
    const world = await run.start([makeSpec('db', 'postgres', { init: ['schema.sql'] }), other]);
    assert.equal(world.blockedBy(['db']), undefined);
    assert.match(world.blockedBy(['other'])?.text ?? '', /table orders is missing/u);
    assert.equal(ask(world, 'select count(*) from orders'), '1');
    const { tookMs, survivors } = await world.stop();
    assert.deepEqual(survivors, []);
    assert.ok(tookMs < 5000);
  });
});
