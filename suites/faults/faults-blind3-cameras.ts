import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setServiceVariable } from './fault.ts';
import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { suiteOf } from './own-suite.ts';

const SNAPSHOTS = suiteOf(
  `${OPERATOR}
  it('takes a snapshot of each camera [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    for (const device of ['video0', 'video1']) {
      const picture = await client.call('take_snapshot', { device }, { withinMs: 15_000 });
      assert.equal(picture.status, 'completed');
    }
  });`,
  { ...OPERATED, requires: ['service', 'camera0', 'camera1'] },
);
const FLOOD = suiteOf(`
  it('answers ping in less than 100 ms on the average [REQ-WS-011]', async () => {
    const client = await connect();
    const startedMs = performance.now();
    for (let sent = 0; sent < 200; sent += 1) assert.equal(await client.call('ping'), 'pong');
    assert.ok((performance.now() - startedMs) / 200 < 100);
  });`);

const BUSY = suiteOf(
  `${OPERATOR}
  it('takes a snapshot [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const { status } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'completed');
  });
  it('takes a snapshot of what is recorded as well [REQ-MEDIA-001, REQ-MEDIA-002]', async () => {
    const client = await asOperator();
    await client.call('start_recording', { device: 'video0' });
    try {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const { status } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
      assert.equal(status, 'completed');
    } finally {
      await client.ask('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    }
  });`,
  OPERATED,
);

/** An FFmpeg that was built without an encoder for JPEG, and is otherwise that of the host. */
const FFMPEG = `#!/bin/sh
case "$*" in
*mjpeg*)
  echo "Unknown encoder 'mjpeg'" >&2
  exit 1
  ;;
esac
PATH=\${PATH#*:} exec ffmpeg "$@"
`;

/** Third blind part, on the reference camera service. */
export const BLIND3_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'y10',
    what: 'all connections together share one limit of messages',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['rate-limit'],
    edits: [
      {
        file: 'connection.ts',
        from: 'const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;',
        to: 'const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;\nconst LIMITS: Record<number, RateLimit> = {};',
      },
      {
        file: 'connection.ts',
        from: 'this.limit = new RateLimit(messagesPerMinute);',
        to: 'this.limit = LIMITS[messagesPerMinute] ??= new RateLimit(messagesPerMinute);',
      },
    ],
    signed: {
      why: 'REQ-SEC-016, approved: the limit is counted for each connection by itself. -32002 blames the caller, but these callers had not sent a message yet.',
      cites: '-32002 as the first answer on a new connection; REQ-SEC-016 and REQ-SEC-009.',
    },
  },
  {
    id: 'y11',
    what: 'MediaMTX is set to let one reader in on each path',
    expected: ['INTEGRATION_ISSUE'],
    ...BUSY,
    change: (config, place) => {
      BUSY.change?.(config, place);
      config.setIn(['components', 'mediamtx', 'pathDefaults'], config.createNode({ maxReaders: 1 }));
    },
    signed: {
      why: 'MediaMTX refuses the second reader as its setting says, and the service needs two when it records and takes a picture at once. Each does what it was told; the setting between them is wrong.',
      cites:
        'Error -1003 with the words of FFmpeg; maxReaders 1 in the configuration of MediaMTX; its log: maximum reader count reached; the snapshot without a recording succeeds.',
    },
  },
  {
    id: 'y12',
    what: 'the FFmpeg that the service finds has no encoder for JPEG',
    expected: ['INTEGRATION_ISSUE'],
    ...SNAPSHOTS,
    files: { ...SNAPSHOTS.files, ffmpeg: FFMPEG },
    change: (config, place) => {
      SNAPSHOTS.change?.(config, place);
      chmodSync(join(place.folder, 'ffmpeg'), 0o755);
      const path = `PATH=${place.folder}:${process.env['PATH'] ?? ''}`;
      config.setIn(['components', 'service', 'command'], ['/usr/bin/env', path, process.execPath, place.main]);
    },
    signed: {
      why: 'The stream is ready and the service asks for what any full FFmpeg has; the program that this host gives it lacks a part. Neither service nor MediaMTX nor test is wrong, although the message names MediaMTX.',
      cites:
        "Error -1003 with Unknown encoder 'mjpeg', the words of FFmpeg; PATH in the command of the service; MediaMTX ready, the bytes of the path grow.",
    },
  },
  {
    id: 'y13',
    what: 'a test sends more messages in a minute than are allowed',
    expected: ['TEST_ARTIFACT'],
    ...FLOOD,
    change: (config, place) => {
      FLOOD.change?.(config, place);
      setServiceVariable(config, 'CAMERA_SERVICE_RATE_RPM', '120');
    },
    signed: {
      why: 'REQ-SEC-009, approved, promises -32002 beyond RATE_RPM, 120 by default; the test sends 200 on one connection and is refused as it should be.',
      cites: '120 answers and then -32002, which blames the caller; CAMERA_SERVICE_RATE_RPM 120; REQ-SEC-009.',
    },
  },
  {
    id: 'y14',
    what: 'the token of a test lives shorter than its recording',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      `
  it('records for three seconds [REQ-MEDIA-006]', async () => {
    const client = await connect();
    const token = mintToken({ secret: service().secret('jwt'), role: 'operator', expiresInS: 2 });
    assert.equal((await client.call('authenticate', { token })).authenticated, true);
    await client.call('start_recording', { device: 'video0', duration_seconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const { status } = await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'STOPPED');
  });`,
      OPERATED,
    ),
    signed: {
      why: 'REQ-SEC-008, approved: once the token has expired, -32001. The test made it for two seconds and comes back after four.',
      cites:
        'Error -32001 "the token has expired", which blames the caller; exp of the token in the exchange of authenticate; REQ-SEC-008.',
    },
  },
  {
    id: 'y15',
    what: 'what becomes of a picture whose name is taken is nowhere said',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(
      `${OPERATOR}
  it('replaces no picture', async () => {
    const client = await asOperator();
    const wanted = { device: 'video0', filename: 'door.jpg' };
    await client.call('take_snapshot', wanted, { withinMs: 15_000 });
    const again = await client.ask('take_snapshot', wanted, { withinMs: 15_000 });
    assert.equal(again.code, -1006, 'a picture of that name was there');
  });`,
      OPERATED,
    ),
    signed: {
      why: 'The contract leaves it open, and says so; the service replaces the picture. -1006 is for recordings in progress and files in use. Somebody has to decide.',
      cites:
        'The second take_snapshot, answered with status completed; no requirement on a name that is taken; the test cites none.',
    },
  },
];
