import { cite, eventually, makeFrame, openRawWebSocket } from 'reality-harness/kit';
import type { FrameOptions } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { connect, service } from './service.ts';

const PING = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}');

/** Frames that break RFC 6455, or what a client does that means no good. */
const WRONG: Readonly<Record<string, FrameOptions>> = {
  'without a mask': { payload: PING, masked: false },
  'of a reserved kind': { payload: PING, opcode: 5 },
  'with reserved bits': { payload: PING, reserved: 7 },
  'that continues nothing': { payload: PING, opcode: 0 },
  'of text that is no UTF-8': { payload: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
  'of control that is too long': { payload: Buffer.alloc(200, 0x61), opcode: 9 },
  'that claims to be larger than any memory': { payload: PING, claimedLength: 2 ** 50 },
};

describe('frames', () => {
  it(cite('a handshake by hand and a right frame are answered', 'REQ-WS-001'), async () => {
    await using socket = await openRawWebSocket(service().url('ws'));
    socket.write(makeFrame({ payload: PING }));
    await eventually(() => assert.match(socket.received().toString(), /"pong"/u), { what: 'pong', withinMs: 3000 });
  });

  for (const [what, frame] of Object.entries(WRONG)) {
    it(cite(`a frame ${what} harms nobody else`, 'REQ-ERROR-004'), async () => {
      await using bystander = await connect();
      await using socket = await openRawWebSocket(service().url('ws'));
      socket.write(makeFrame(frame));
      assert.equal(await bystander.call('ping'), 'pong');
      await using newcomer = await connect();
      assert.equal(await newcomer.call('ping'), 'pong');
    });
  }

  it(cite('half a frame and then silence harms nobody else', 'REQ-ERROR-004'), async () => {
    await using socket = await openRawWebSocket(service().url('ws'));
    socket.write(makeFrame({ payload: PING }).subarray(0, 9));
    await using bystander = await connect();
    assert.equal(await bystander.call('ping'), 'pong');
  });

  it(cite('a message of 32 MB is refused or answered, and harms nobody else', 'REQ-ERROR-004'), async () => {
    await using bystander = await connect();
    const giant = await connect();
    const text = JSON.stringify({
      jsonrpc: '2.0',
      id: 'giant',
      method: 'ping',
      params: { padding: 'x'.repeat(32 * 1024 * 1024) },
    });
    const end = await Promise.race([
      giant.exchange(text, { withinMs: 15_000 }).then(
        () => 'answered',
        (thrown: unknown) => String(thrown),
      ),
      giant.closed.then(({ code }) => `closed with ${code}`),
    ]);
    assert.match(end, /answered|closed/u);
    assert.equal(await bystander.call('ping'), 'pong');
    await giant.close();
  });

  it(cite('a message in binary frames harms nobody', 'REQ-ERROR-004'), async () => {
    await using client = await connect();
    client.sendBinary(Buffer.from([0, 1, 2, 255]));
    await using bystander = await connect();
    assert.equal(await bystander.call('ping'), 'pong');
  });
});
