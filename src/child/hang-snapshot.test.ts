import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import fc from 'fast-check';
import { type Scene, openScene, waitFor } from '../../fixtures/tools/scene.ts';
import { testEnvironment } from '../../fixtures/tools/tools.ts';
import { describeHang } from './describe-hang.ts';
import { takeHangSnapshot } from './hang-snapshot.ts';
import { FrameReader } from './text-socket.ts';

const programs = path.resolve(import.meta.dirname, '../../../fixtures/programs');
const nodeArgs = (directory: string): readonly string[] => [
  '--inspect-port=0',
  '--report-on-signal',
  '--report-signal=SIGUSR2',
  `--report-directory=${directory}`,
];

describe('takeHangSnapshot', () => {
  const environment = testEnvironment();
  let scene: Scene;
  beforeEach(() => {
    scene = openScene();
  });
  afterEach(async () => {
    await scene.close();
  });

  it('names function, file and line of a busy loop, and leaves it running', async () => {
    const file = path.join(programs, 'busy-loop.js');
    const child = await scene.startCommand([process.execPath, ...nodeArgs(scene.directory), file]);
    await waitFor('the loop', () => child.tail().includes('spinning'));
    const startedMs = performance.now();
    const snapshot = await takeHangSnapshot(environment, child);
    const tookMs = performance.now() - startedMs;
    const [frame = assert.fail('no frames'), caller] = snapshot[0]?.frames ?? [];
    assert.deepEqual([frame.name, frame.file, frame.line, caller?.file], ['spinForEver', file, 4, file]);
    const [text = ''] = describeHang(snapshot);
    assert.match(text, /is busy in spinForEver \(.*busy-loop\.js:4:\d+\) ← \(anonymous\)/);
    assert.ok(tookMs < 10_000, `${tookMs} ms`);
    assert.equal((await child.stop('asked')).signal, 'SIGTERM');
  });

  it('finds a busy loop below a shell that waits for it', async () => {
    const command = `node ${nodeArgs(scene.directory).join(' ')} ${path.join(programs, 'busy-loop.js')}; true`;
    const child = await scene.startCommand(['bash', '-c', command]);
    await waitFor('the loop', () => child.tail().includes('spinning'));
    const sentences = describeHang(await takeHangSnapshot(environment, child));
    assert.equal(sentences.length, 1, sentences.join('\n'));
    assert.match(sentences[0] ?? '', /^node .*spinForEver/);
  });

  it('names the peer of an idle program and what else it has open', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const file = path.join(programs, 'waits-for-answer.js');
    const child = await scene.startCommand([process.execPath, ...nodeArgs(scene.directory), file, String(port)]);
    await waitFor('the connection', () => child.tail().includes('connected'));
    const snapshot = await takeHangSnapshot(environment, child);
    assert.ok(snapshot[0]?.handles?.some(({ type, remotePort }) => type === 'tcp' && remotePort === port));
    const sentences = describeHang(snapshot, (of) => (of === port ? 'component mediamtx' : undefined));
    assert.match(sentences.join('\n'), new RegExp(`connected to 127\\.0\\.0\\.1:${port} \\(component mediamtx\\)`));
    assert.deepEqual(readdirSync(scene.directory), ['child.log'], 'the report holds the environment');
    await child.stop('asked');
    server.close();
  });

  it('sends no signal to a program that would die of it', async () => {
    const child = await scene.start('forks-grandchild.sh');
    await child.ended;
    const shell = await scene.startCommand(['bash', '-c', 'echo up; while :; do :; done']);
    await waitFor('the loop', () => shell.tail().includes('up'));
    const [hung] = await takeHangSnapshot(environment, shell);
    assert.deepEqual([hung?.isBusy, hung?.frames], [true, undefined]);
    assert.match(describeHang(hung === undefined ? [] : [hung]).join(), /is busy$/);
    assert.equal((await shell.stop('asked')).signal, 'SIGTERM');
  });

  it('is empty for a tree that has gone', async () => {
    const child = await scene.start('exits-early.js');
    await child.ended;
    assert.deepEqual(await takeHangSnapshot(environment, child), []);
  });
});

describe('FrameReader', () => {
  it('joins frames of any size, fragmented and cut anywhere', () => {
    const message = fc.string({ maxLength: 70_000, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 4 }), fc.integer({ min: 1, max: 5000 }), (messages, cut) => {
        const seen: string[] = [];
        const reader = new FrameReader((text) => seen.push(text));
        const bytes = Buffer.concat(messages.flatMap(encodeInTwo));
        for (let at = 0; at < bytes.length; at += cut) assert.ok(reader.take(bytes.subarray(at, at + cut)));
        assert.deepEqual(seen, messages);
      }),
      { numRuns: 50 },
    );
  });
});

/** A server's message in two frames, with a ping between. */
function encodeInTwo(text: string): readonly Buffer[] {
  const payload = Buffer.from(text);
  const middle = payload.length >> 1;
  return [
    encode(0x01, payload.subarray(0, middle)),
    encode(0x89, Buffer.from('ping')),
    encode(0x80, payload.subarray(middle)),
  ];
}

function encode(first: number, payload: Buffer): Buffer {
  if (payload.length < 126) return Buffer.concat([Buffer.from([first, payload.length]), payload]);
  const head = Buffer.alloc(payload.length < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = head.length === 4 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  else head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}
