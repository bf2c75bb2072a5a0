import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRun } from './world-fixture.test.ts';
import { incidentsOf, makeSpec, openTestRun, partOf } from './world-fixture.test.ts';

describe('the kind http', () => {
  let run: TestRun;
  beforeEach(async () => {
    run = await openTestRun();
  });
  afterEach(async () => run.close());

  it('serves the files of a folder, and nothing above it', async () => {
    mkdirSync(join(run.folder, 'site', 'sub'), { recursive: true });
    writeFileSync(join(run.folder, 'site', 'sub', 'index.html'), '<p>here</p>');
    writeFileSync(join(run.folder, 'site', 'a b.json'), '{"a":1}');
    writeFileSync(join(run.folder, 'secret.txt'), 'secret');
    symlinkSync('../secret.txt', join(run.folder, 'site', 'link.txt'));
    const world = await run.start([makeSpec('web', 'http', { files: 'site' })]);
    assert.equal(world.blockedBy(['web'])?.text, undefined);
    const url = partOf(world, 'web').urls['main'] ?? '';
    assert.equal(await (await fetch(`${url}/sub/`)).text(), '<p>here</p>');
    const json = await fetch(`${url}/a%20b.json`);
    assert.deepEqual([await json.json(), json.headers.get('content-type')], [{ a: 1 }, 'application/json']);
    for (const path of ['/link.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/none', '/%zz']) {
      assert.equal((await fetch(url + path)).status, 404, path);
    }
    assert.equal((await fetch(url, { method: 'POST' })).status, 405);
  });

  it('starts a program, which is told its port, and asks it for a status', async () => {
    const code = `require('node:http').createServer((q, r) => { r.statusCode = q.url === '/up' ? 204 : 503; r.end(q.url); }).listen(process.env.PORT, process.env.HOST)`;
    const command = [process.execPath, '-e', code];
    const world = await run.start([makeSpec('api', 'http', { command, health: { path: '/up', status: 204 } })]);
    assert.equal(world.blockedBy(['api'])?.text, undefined);
    await run.start([makeSpec('sick', 'http', { command, health: { path: '/down' }, readyTimeoutMs: 1500 })]);
    const incident = incidentsOf(run.events).find(({ component }) => component === 'sick');
    assert.match(
      incident?.text ?? '',
      /^sick not ready after 1500 ms: http http:\/\/127\.0\.0\.1:\d+\/down: status 503 \/down$/u,
    );
  });

  it('is not started for a folder that is not there', async () => {
    await run.start([makeSpec('web', 'http', { files: 'none' })]);
    const [incident] = incidentsOf(run.events);
    assert.equal(incident?.text, 'web was not started: there is no folder none');
    assert.equal(incident.facts?.['key'], '.files');
  });
});
