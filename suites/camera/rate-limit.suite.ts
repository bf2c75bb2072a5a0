import { cite } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { CODE, expectError, expectRawError } from './expect.ts';
import { connect, token } from './service.ts';

/** What this suite's world sets as CAMERA_SERVICE_RATE_RPM. */
const LIMIT = Number(process.env['CAMERA_RATE_RPM'] ?? '30');

describe('rate limit', () => {
  it(
    cite('so many messages a minute are answered, and the ones above are refused', 'REQ-SEC-009', 'REQ-CONFIG-009'),
    async () => {
      await using client = await connect();
      await spend(client, LIMIT);
      await exceed(client);
    },
  );

  it(cite('other connections are not concerned', 'REQ-SEC-016'), async () => {
    await using busy = await connect();
    await using calm = await connect();
    await spend(busy, LIMIT);
    await exceed(busy);
    assert.equal(await calm.call('ping'), 'pong');
  });

  it(cite('authenticate counts, and so does what fails', 'REQ-SEC-010'), async () => {
    await using client = await connect();
    for (let sent = 0; sent < LIMIT; sent += 1) {
      if (sent % 3 === 0) await client.call('authenticate', { token: 'nonsense' });
      else if (sent % 3 === 1) await client.call('authenticate', { token: token('viewer') });
      else await expectError(client, CODE.method, 'no_such_method');
    }
    await exceed(client);
  });

  for (const [what, method, text] of [
    ['authenticate with a good token', 'authenticate', () => token('viewer')],
    ['authenticate with a bad token', 'authenticate', () => 'nonsense'],
    ['a method that does not exist', 'no_such_method', () => 'nonsense'],
  ] as const) {
    it(cite(`${what} alone reaches the limit`, 'REQ-SEC-010'), async () => {
      await using client = await connect();
      const params = { token: text() };
      for (let sent = 0; sent < 2 * LIMIT; sent += 1) await client.ask(method, params);
      await expectError(client, CODE.rateLimit, method, params);
    });
  }

  it(cite('what is no request is told so before the limit', 'REQ-WS-015'), async () => {
    await using client = await connect();
    await spend(client, LIMIT);
    await exceed(client);
    await expectRawError(client, 'no JSON', CODE.parse);
    await expectRawError(client, '{}', CODE.envelope);
  });

  it(cite('the limit comes before method, authentication and parameters', 'REQ-WS-015'), async () => {
    await using client = await connect();
    await spend(client, LIMIT);
    await exceed(client);
    await expectError(client, CODE.rateLimit, 'no_such_method');
    await expectError(client, CODE.rateLimit, 'list_recordings');
    await expectError(client, CODE.rateLimit, 'get_camera_status', { device: 7 });
  });
});

async function spend(client: RpcClient, messages: number): Promise<void> {
  for (let sent = 0; sent < messages; sent += 1) assert.equal(await client.call('ping'), 'pong');
}

/** As many again and one: however the minute is cut, the last of them is too many. */
async function exceed(client: RpcClient): Promise<void> {
  for (let sent = 0; sent < LIMIT; sent += 1) await client.ask('ping');
  await expectError(client, CODE.rateLimit, 'ping');
}
