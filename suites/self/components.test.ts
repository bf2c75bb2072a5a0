import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Lab, ROOT, exec, inLab } from './lab.ts';
import { readAllFiles } from './results.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const ALL = ['postgres', 'redis', 'rabbitmq', 'ssh'] as const;

/** What a suite of any language does: everything it needs stands in its variables. */
const CHECK = String.raw`
set -eu
[ "$(psql -X -A -t -c 'select count(*) from orders' "$REALITY_DB_URL_LOGIN")" = 2 ]
[ "$(redis-cli --no-auth-warning -u "$REALITY_CACHE_URL_LOGIN" GET greeting)" = 'hello world' ]
[ "$(ssh -F "$REALITY_BASTION_FACT_CONFIGFILE" bastion echo logged in)" = 'logged in' ]
[ "$(curl -s "$REALITY_WEB_URL_MAIN/index.html")" = '<p>here</p>' ]
[ "$REALITY_OWN_FACT_GREETING" = '> ' ]
case $REALITY_BROKER_URL_LOGIN in amqp://test:*@127.0.0.1:*) ;; *) exit 1 ;; esac
printf '%s\n' "$REALITY_DB_SECRET_PASSWORD" "$REALITY_CACHE_SECRET_PASSWORD" "$REALITY_BROKER_SECRET_PASSWORD" > "$1"
`;

function writeFiles(lab: Lab): void {
  lab.write(
    'schema.sql',
    'CREATE TABLE orders (id int PRIMARY KEY, day date); INSERT INTO orders VALUES (1, now()), (2, now());\n',
  );
  lab.write('greeting.redis', 'SET greeting "hello world"\n');
  lab.write('site/index.html', '<p>here</p>');
  lab.write('check.sh', CHECK);
  // As npm would install it: the kind imports this package by its name.
  mkdirSync(lab.path('node_modules'));
  symlinkSync(ROOT, lab.path('node_modules/reality-harness'));
  cpSync(join(ROOT, 'fixtures', 'kinds', 'echo.js'), lab.path('echo.mjs'));
}

function readReports(folder: string): string {
  return [...readAllFiles(folder).values()].join('\n');
}

describe('a world of servers', function onServers() {
  this.timeout(240_000);

  before(async function skipWithoutServers() {
    const lab = new Lab();
    lab.configure({
      components: Object.fromEntries(ALL.map((kind) => [kind, { kind }])),
      suites: [exec('one', ['true'])],
    });
    const { stdout } = await lab.run(['doctor']);
    await lab.close();
    const missing = /^.* for (?:postgres|redis|rabbitmq|ssh)\b.*not installed.*$/mu.exec(stdout)?.[0];
    if (missing === undefined) return;
    leaveOut(this, missing.trim());
  });

  it(
    'starts them all, tells a suite of each, keeps their passwords out of every report, and leaves nothing',
    inLab(async (lab) => {
      writeFiles(lab);
      const seen = join(lab.root, 'seen');
      lab.configure({
        components: {
          db: { kind: 'postgres', init: ['schema.sql'], expect: { tables: ['orders'] } },
          cache: { kind: 'redis', init: ['greeting.redis'] },
          broker: { kind: 'rabbitmq' },
          bastion: { kind: 'ssh' },
          web: { kind: 'http', files: 'site' },
          own: { kind: './echo.mjs', greeting: '> ' },
        },
        suites: [
          exec('uses-all', ['bash', 'check.sh', seen], {
            requires: ['db', 'cache', 'broker', 'bastion', 'web', 'own'],
            secrets: ['db.password', 'cache.password', 'broker.password'],
            timeout: '60s',
          }),
        ],
      });
      const { status, stderr } = await lab.run(['run', '--all']);
      assert.equal(status, 0, stderr);
      const passwords = readFileSync(seen, 'utf8').trim().split('\n');
      assert.equal(new Set(passwords).size, 3);
      const reports = readReports(lab.reports);
      for (const password of passwords) assert.ok(!reports.includes(password), 'a password stands in a report');
    }),
  );

  it(
    'blocks what needs a store without its index, as one cause that names it and its remedy, and runs the others',
    inLab(async (lab) => {
      writeFiles(lab);
      const indexes = [{ table: 'orders', columns: ['day'] }];
      lab.configure({
        components: {
          db: { kind: 'postgres', init: ['schema.sql'], expect: { indexes } },
          cache: { kind: 'redis', init: ['none.redis'] },
          web: { kind: 'http', files: 'site' },
        },
        suites: [
          exec('reads', ['true'], { requires: ['db'] }),
          exec('writes', ['true'], { requires: ['db'] }),
          exec('caches', ['true'], { requires: ['cache'] }),
          exec('looks', ['true'], { requires: ['web'] }),
        ],
      });
      assert.equal((await lab.run(['run', '--all'])).status, 1);
      const causes = lab.assessment().causes.map(({ heading, title }) => `${heading}: ${title}`);
      assert.deepEqual(causes.toSorted(), [
        'INTEGRATION_ISSUE: db is up, but index on orders (day) is missing',
        'TEST_ARTIFACT: cache is up, but its init file none.redis is not there',
      ]);
      assert.match(lab.report('assessment.md'), /CREATE INDEX ON orders \(day\)/u);
      const outcomes = ['reads', 'writes', 'caches', 'looks'].map((name) => lab.suite(name).outcome);
      assert.deepEqual(outcomes, ['blocked', 'blocked', 'blocked', 'passed']);
    }),
  );
});

describe('a server that is not installed', () => {
  it(
    'is said before anything starts, with what installs it and who needs it, also by doctor',
    inLab(async (lab) => {
      const bin = lab.path('nowhere');
      lab.configure({
        components: { db: { kind: 'postgres', bin }, cache: { kind: 'redis', bin } },
        suites: [exec('one', ['true'], { requires: ['db', 'cache'] }), exec('free', ['true'])],
      });
      const { status, stderr } = await lab.run(['run', '--all']);
      assert.equal(status, 3, stderr);
      assert.match(
        stderr,
        /not installed: PostgreSQL server \(initdb\); install it by: apt-get install postgresql \(needed by db\)/u,
      );
      assert.match(
        stderr,
        /not installed: Redis server \(redis-server\); install it by: apt-get install redis-server \(needed by cache\)/u,
      );
      assert.equal((await lab.run(['run', 'free'])).status, 0, 'what does not need it runs');
      const doctor = await lab.run(['doctor']);
      assert.equal(doctor.status, 3);
      assert.match(doctor.stdout, /redis-server for cache[\s\S]*not installed/u);
    }),
  );
});

describe('a certificate that is not checked', () => {
  it(
    'stands in the report',
    inLab(async (lab) => {
      lab.configure({
        components: {
          there: {
            kind: 'external',
            address: 'https://user:pass-word-1@127.0.0.1:1',
            tls: { insecure: true },
            readyTimeoutMs: 500,
          },
        },
        suites: [exec('one', ['true'], { requires: ['there'] })],
      });
      await lab.run(['run', '--all']);
      const text = lab.report('appendix-run.md');
      assert.match(text, /the certificate of https\\?:\/\/127\.0\.0\.1:1 is not checked \(tls\.insecure\)/u);
      assert.ok(!readReports(lab.reports).includes('pass-word-1'));
    }),
  );
});
