import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { TestRun } from './world-fixture.test.ts';
import { hasPrograms, incidentsOf, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';

describe('the kind ssh', () => {
  let run: TestRun;
  before(function skipWithoutServer() {
    hasPrograms(this, 'ssh');
  });
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  it('starts a server with keys of its own, and whoever has its file logs in without a question', async () => {
    const world = await run.start([makeSpec('bastion', 'ssh', {})]);
    assert.equal(world.blockedBy(['bastion'])?.text, undefined);
    const { facts, ports } = partOf(world, 'bastion');
    assert.match(facts['banner'] ?? '', /^SSH-2\.0-OpenSSH_/u);
    assert.equal(statSync(facts['identityFile'] ?? '').mode & 0o777, 0o600);
    const said = execFileSync('ssh', ['-F', facts['configFile'] ?? '', 'bastion', 'echo', 'hello'], {
      encoding: 'utf8',
    });
    assert.equal(said, 'hello\n');
    // Without our key nobody gets in.
    const args = [
      '-F',
      '/dev/null',
      '-o',
      'BatchMode=yes',
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
    ];
    assert.throws(
      () =>
        execFileSync(
          'ssh',
          [...args, '-o', 'IdentityFile=/dev/null', '-p', String(ports['main']), '127.0.0.1', 'true'],
          { stdio: 'pipe' },
        ),
      /Permission denied/u,
    );
  });

  it('tells a login that is refused, and a keyword that sshd does not know', async () => {
    await run.start([makeSpec('bastion', 'ssh', { settings: { DenyUsers: '*' } })]);
    const [refused] = incidentsOf(run.events);
    assert.match(refused?.text ?? '', /^bastion is up, but a login by key does not run true: .*Permission denied/u);
    await run.start([makeSpec('broken', 'ssh', { settings: { NoSuchKeyword: 'yes' } })]);
    const broken = incidentsOf(run.events).find(({ component }) => component === 'broken');
    assert.equal(broken?.kind, 'component-refused-to-start');
    assert.match(broken.text, /Bad configuration option: NoSuchKeyword|bad configuration options/u);
  });
});
