import { at, cite, eventually, numberAt, objectAt, textAt } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { CODE, expectError, expectRawError } from './expect.ts';
import { SOON_MS } from './limits.ts';
import { connect } from './service.ts';

describe('smoke: WebSocket', () => {
  it(cite('a real connection is made, answers ping, and is closed', 'REQ-WS-001', 'REQ-WS-011'), async () => {
    const client = await connect();
    assert.equal(await client.call('ping'), 'pong');
    await client.close();
    assert.equal(client.isOpen, false);
  });

  it(
    cite(
      'JSON-RPC 2.0 is kept: result, error, id and batch',
      'REQ-WS-002',
      'REQ-WS-003',
      'REQ-WS-005',
      'REQ-WS-007',
      'REQ-WS-008',
    ),
    async () => {
      await using client = await connect();
      const reply = await client.exchange('{"jsonrpc":"2.0","id":"smoke","method":"ping"}');
      assert.deepEqual(reply.value, { jsonrpc: '2.0', id: 'smoke', result: 'pong' });
      await expectError(client, CODE.method, 'no_such_method');
      await expectRawError(client, 'no JSON', CODE.parse);
      await expectRawError(client, '{}', CODE.envelope);
      const batch = await client.exchange(
        '[{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","id":"b","method":"ping"}]',
      );
      assert.ok(
        Array.isArray(batch.value) && batch.value.length === 2,
        `a batch of two was answered with ${batch.text}`,
      );
    },
  );

  it(cite('the status tells uptime, version and connections', 'REQ-WS-013'), async () => {
    await using client = await connect();
    const first = await client.call('get_status');
    assert.notEqual(textAt(first, 'server.version'), '');
    const uptime = numberAt(first, 'server.uptime');
    await eventually(async () => assert.ok(numberAt(await client.call('get_status'), 'server.uptime') > uptime), {
      what: `an uptime above ${uptime} s`,
      withinMs: 3000,
    });
    const before = numberAt(first, 'server.connections');
    await using another = await connect();
    assert.equal(await another.call('ping'), 'pong');
    await eventually(async () => assert.ok(numberAt(await client.call('get_status'), 'server.connections') > before), {
      what: `more than ${before} connections`,
      withinMs: SOON_MS,
    });
  });

  it(cite('the statistics count what was asked', 'REQ-WS-014'), async () => {
    await using client = await connect();
    const before = await client.call('get_metrics');
    for (let sent = 0; sent < 10; sent += 1) await client.call('ping');
    for (let sent = 0; sent < 3; sent += 1)
      await expectError(client, CODE.camera, 'get_camera_status', { device: 'video99' });
    const after = await client.call('get_metrics');
    assert.ok(numberAt(after, 'requests') - numberAt(before, 'requests') >= 13, 'requests did not grow by 13');
    assert.ok(numberAt(after, 'errors') - numberAt(before, 'errors') >= 3, 'errors did not grow by 3');
    assert.ok(numberAt(after, 'connections') >= 1);
    assert.ok(
      numberAt(after, 'latency.ping.count') - Number(at(before, 'latency.ping.count') ?? 0) >= 10,
      'ping was asked 10 times',
    );
    for (const [method, latency] of Object.entries(objectAt(after, 'latency'))) {
      for (const key of ['count', 'avg_ms', 'p95_ms', 'max_ms'])
        assert.ok(numberAt(latency, key) >= 0, `${key} of ${method}`);
      assert.ok(numberAt(latency, 'avg_ms') <= numberAt(latency, 'max_ms') + 0.01, `avg above max for ${method}`);
      assert.ok(numberAt(latency, 'p95_ms') <= numberAt(latency, 'max_ms') + 0.01, `p95 above max for ${method}`);
    }
  });
});
