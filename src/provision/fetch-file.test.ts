import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { FETCH_LIMITS, fetchFile, type FetchLimits, type FetchOptions } from './fetch-file.ts';
import { makeLab, serve } from './lab.test.ts';

function withLimits(limits: Partial<FetchLimits>, env: NodeJS.ProcessEnv = {}): FetchOptions {
  const { signal } = new AbortController();
  return { environment: testEnvironment(env), signal, limits: { ...FETCH_LIMITS, ...limits } };
}

describe('fetch', function () {
  this.timeout(30_000);

  it('gives up a server that accepts and says nothing, and one that falls silent in the middle', async () => {
    await using lab = await makeLab();
    await using mute = await serve(() => {});
    const limits = { silenceMs: 300 };
    await assert.rejects(fetchFile(mute.address, lab.file('a'), withLimits(limits)), (error: Error) =>
      /Headers Timeout/.test(String(error.cause)),
    );
    await using stalled = await serve((_, response) => void response.write('x'.repeat(100)));
    await assert.rejects(fetchFile(stalled.address, lab.file('b'), withLimits(limits)), (error: Error) =>
      /Body Timeout/.test(String(error.cause)),
    );
  });

  it('gives up a server that trickles, saying how slow it was', async () => {
    await using lab = await makeLab();
    await using server = await serve((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    const options = withLimits({ paceWindowMs: 400, leastBytesPerSecond: 10_000 });
    await assert.rejects(
      fetchFile(server.address, lab.file('a'), options),
      /too slow: \d+ bytes per second over 400 ms/,
    );
  });

  it('gives up an answer that does not end', async () => {
    await using lab = await makeLab();
    await using server = await serve((_, response) => {
      const more = (): void => void (response.writableEnded || response.write('x'.repeat(65_536), more));
      more();
    });
    await assert.rejects(
      fetchFile(server.address, lab.file('a'), withLimits({ maxBytes: 1_000_000 })),
      /more than 1000000 bytes/,
    );
  });

  it('goes through the proxy of the environment, but not for the hosts that it leaves out', async () => {
    await using lab = await makeLab();
    await using proxy = await serve((_, response) => response.end('from the proxy'));
    await using server = await serve((_, response) => response.end('from the server'));
    const viaProxy = withLimits({}, { http_proxy: proxy.address });
    await fetchFile('http://mediamtx.invalid/x', lab.file('a'), viaProxy).catch(() => undefined);
    assert.ok(proxy.asked.length > 0 || proxy.connected() > 0, 'the proxy was not asked');
    await fetchFile(
      server.address,
      lab.file('b'),
      withLimits({}, { http_proxy: proxy.address, no_proxy: '127.0.0.1' }),
    );
    assert.equal(await readFile(lab.file('b'), 'utf8'), 'from the server');
  });
});
