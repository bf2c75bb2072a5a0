import { at, cite, listAt, shown } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { CODE, expectError, expectErrorEnvelope, expectRawError } from './expect.ts';
import { connect } from './service.ts';

describe('JSON-RPC envelope', () => {
  let client: RpcClient;

  before(async () => {
    client = await connect();
  });

  after(async () => {
    await client.close();
  });

  describe('what is no request', () => {
    for (const text of [
      '',
      'ping',
      '{',
      '{"jsonrpc":"2.0","id":1,"method":"ping"',
      '[1,',
      "{'jsonrpc':'2.0'}",
      '\u0000',
    ]) {
      it(cite(`${shown(text)} is no JSON`, 'REQ-WS-002'), async () => {
        await expectRawError(client, text, CODE.parse);
      });
    }

    for (const value of [1, 'ping', true, null, {}, { jsonrpc: '2.0' }]) {
      it(cite(`${JSON.stringify(value)} is no request`, 'REQ-WS-003'), async () => {
        await expectRawError(client, JSON.stringify(value), CODE.envelope);
      });
    }

    it(cite('without a method, with a method that is no text, or of another version', 'REQ-WS-003'), async () => {
      for (const wrong of [{ id: 'a' }, { id: 'b', method: 1 }, { id: 'c', method: null }]) {
        await expectEnvelopeError(client, { jsonrpc: '2.0', ...wrong }, wrong.id);
      }
      for (const wrong of [{ id: 'd', jsonrpc: '1.0' }, { id: 'e', jsonrpc: 2 }, { id: 'f' }]) {
        await expectEnvelopeError(client, { method: 'ping', ...wrong }, wrong.id);
      }
    });
  });

  describe('requests', () => {
    it(cite('ping answers pong', 'REQ-WS-011', 'REQ-WS-001'), async () => {
      assert.equal(await client.call('ping'), 'pong');
    });

    for (const id of ['text', '', 'ünïcode ☃', 0, -7, 2_147_483_648, 9_007_199_254_740_991]) {
      it(cite(`the id ${JSON.stringify(id)} comes back`, 'REQ-WS-008'), async () => {
        const reply = await client.exchange(JSON.stringify({ jsonrpc: '2.0', method: 'ping', id }));
        assert.deepEqual(reply.value, { jsonrpc: '2.0', id, result: 'pong' });
      });
    }

    it(cite('an unknown method is told, with or without authentication', 'REQ-WS-005', 'REQ-WS-015'), async () => {
      for (const method of ['no_such_method', 'rpc.discover', 'Ping', 'constructor', '__proto__', 'toString']) {
        await expectError(client, CODE.method, method);
      }
    });

    it(cite('parameters go by name', 'REQ-WS-010', 'REQ-WS-006'), async () => {
      await expectError(client, CODE.params, 'get_camera_status', ['video0']);
      await expectError(client, CODE.params, 'authenticate', ['token']);
    });

    it(cite('parameters of the wrong type or missing are told', 'REQ-WS-006'), async () => {
      for (const params of [{}, { device: 7 }, { device: ['video0'] }, { device: {} }]) {
        await expectError(client, CODE.params, 'get_camera_status', params);
      }
    });

    it(cite('many in flight at once are each answered once', 'REQ-WS-008', 'REQ-WS-001'), async () => {
      const from = client.mark();
      const answers = await Promise.all(Array.from({ length: 100 }, async () => client.call('ping')));
      assert.ok(answers.every((answer) => answer === 'pong'));
      const strays = client.messages
        .slice(from)
        .filter((message) => message.kind !== 'answer' && message.kind !== 'notification');
      assert.deepEqual(strays, []);
    });
  });

  describe('notifications from the client', () => {
    it(cite('get no answer, whatever is wrong with them', 'REQ-WS-009'), async () => {
      const from = client.mark();
      client.notify('ping');
      client.notify('no_such_method');
      client.notify('get_camera_status', { device: 'video99' });
      client.notify('take_snapshot', {});
      await expectSilence(client, from);
    });

    it(cite('in a batch of their own get no answer either', 'REQ-WS-019'), async () => {
      const from = client.mark();
      client.send(
        JSON.stringify([
          { jsonrpc: '2.0', method: 'ping' },
          { jsonrpc: '2.0', method: 'no_such_method' },
        ]),
      );
      await expectSilence(client, from);
    });
  });

  describe('batches', () => {
    it(cite('are answered as one, with an answer to each request', 'REQ-WS-007', 'REQ-WS-009'), async () => {
      const batch = [
        { jsonrpc: '2.0', method: 'ping', id: 'one' },
        { jsonrpc: '2.0', method: 'ping' },
        { jsonrpc: '2.0', method: 'no_such_method', id: 'two' },
        { jsonrpc: '2.0', method: 'get_camera_status', params: { device: 'video99' }, id: 'three' },
        { jsonrpc: '2.0', method: 'get_status', id: 'four' },
      ];
      const reply = await client.exchange(JSON.stringify(batch));
      const answers = new Map(listAt(reply.value, '').map((answer) => [at(answer, 'id'), answer]));
      assert.deepEqual([...answers.keys()].map(String).toSorted(), ['four', 'one', 'three', 'two']);
      assert.equal(at(answers.get('one'), 'result'), 'pong');
      assert.equal(at(answers.get('two'), 'error.code'), CODE.method);
      assert.equal(at(answers.get('three'), 'error.code'), CODE.camera);
      assert.ok(at(answers.get('four'), 'result.server') !== undefined);
    });

    it(cite('of nothing are no request', 'REQ-WS-004'), async () => {
      await expectRawError(client, '[]', CODE.envelope);
    });

    it(cite('of things that are no requests are answered thing by thing', 'REQ-WS-003', 'REQ-WS-007'), async () => {
      const reply = await client.exchange(JSON.stringify([1, {}, { jsonrpc: '2.0', method: 'ping', id: 'good' }]));
      const answers = listAt(reply.value, '');
      assert.equal(answers.length, 3);
      const bad = answers.filter((answer) => at(answer, 'id') !== 'good');
      for (const answer of bad) expectErrorEnvelope(answer, CODE.envelope, null, 'a batch of no requests');
      assert.equal(
        at(
          answers.find((answer) => at(answer, 'id') === 'good'),
          'result',
        ),
        'pong',
      );
    });

    it(cite('of one are answered as a batch of one', 'REQ-WS-007'), async () => {
      const reply = await client.exchange(JSON.stringify([{ jsonrpc: '2.0', method: 'ping', id: 'only' }]));
      assert.deepEqual(reply.value, [{ jsonrpc: '2.0', id: 'only', result: 'pong' }]);
    });
  });
});

/** The id of a broken request may be told or be null: JSON-RPC asks for it where it could be read. */
async function expectEnvelopeError(client: RpcClient, envelope: object, id: string): Promise<void> {
  const { value } = await client.exchange(JSON.stringify(envelope));
  expectErrorEnvelope(value, CODE.envelope, at(value, 'id') === null ? null : id, JSON.stringify(envelope));
}

/** Two rounds of ping later nothing but their answers has come since a mark. */
async function expectSilence(client: RpcClient, from: number): Promise<void> {
  for (let round = 0; round < 2; round += 1) assert.equal(await client.call('ping'), 'pong');
  await client.call('get_streams');
  const since = client.messages.slice(from).filter((message) => message.kind !== 'notification');
  assert.deepEqual(
    since.map((message) => message.kind),
    ['answer', 'answer', 'answer'],
    `came: ${since.map((message) => message.text).join(' ')}`,
  );
}
