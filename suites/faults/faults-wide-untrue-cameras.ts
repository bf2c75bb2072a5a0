import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import type { Fault } from './fault.ts';
import { suiteOf } from './own-suite.ts';

const PICTURE = suiteOf(
  `${OPERATOR}
  it('takes a picture [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const picture = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(picture.status, 'completed');
  });
  it('lists its cameras [REQ-CAM-008]', async () => {
    const client = await connect();
    assert.ok((await client.call('get_camera_list')).total > 0);
  });`,
  OPERATED,
);

const TWICE = suiteOf(
  `${OPERATOR}
  it('records [REQ-MEDIA-005]', async () => {
    const client = await asOperator();
    await client.call('start_recording', { device: 'video0' }, { withinMs: 15_000 });
    const { status } = await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'STOPPED');
    const again = await client.call('start_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(again.status, 'STARTED');
    await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
  });`,
  OPERATED,
);

const BY_PATH = suiteOf(
  `${OPERATOR}
  it('records by the path of a device too [REQ-MEDIA-006]', async () => {
    const client = await asOperator();
    const { device } = await client.call('start_recording', { device: 'video0' }, { withinMs: 15_000 });
    const { status } = await client.call('stop_recording', { device }, { withinMs: 15_000 });
    assert.equal(status, 'STOPPED');
  });`,
  OPERATED,
);

const LISTED = suiteOf(
  `${OPERATOR}
  const first = async (client) => (await client.call('get_camera_list')).cameras[0].device;
  it('tells its state [REQ-CAM-010]', async () => {
    const client = await connect();
    const device = await first(client);
    assert.equal((await client.call('get_camera_status', { device })).device, device);
  });
  it('takes a picture of it [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const { status } = await client.call('take_snapshot', { device: await first(client) }, { withinMs: 15_000 });
    assert.equal(status, 'completed');
  });`,
  OPERATED,
);

const DECLARED = suiteOf(
  `
  it('knows the second camera by its path [REQ-CAM-010]', async () => {
    const client = await connect();
    const device = world().dir('devices') + '/video1';
    assert.equal((await client.call('get_camera_status', { device })).device, device);
  });`,
);

/** The reference camera service that refuses wrongly, in words that sound like a promise. */
export const WIDE_UNTRUE_CAMERA_FAULTS: readonly Fault[] = [
  {
    ...PICTURE,
    id: 'wr1',
    what: 'a camera counts as without frames until somebody reads from it',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'methods-media.ts',
        from: 'if (!(await link.hasFrames(camera))) throw',
        to: "if (!(await link.hasFrames(camera)) || camera.device.endsWith('video0')) throw",
      },
    ],
  },
  {
    ...TWICE,
    id: 'wr2',
    what: 'a camera counts as recorded after its recording was stopped',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'recorder.ts',
        from: '    } finally {\n      this.#beginning.delete(camera.path);\n    }',
        to: '    } finally {\n      this.#beginning.delete(camera.device);\n    }',
      },
    ],
  },
  {
    ...BY_PATH,
    id: 'wr3',
    what: 'a recording is not found by the path of its device',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'methods-media.ts',
        from: '  const { sessionId, filename, duration, size } = await recorder.stop(camera);',
        to: "  if (params.text('device').includes('/')) throw new RpcError(CODE.state, `${camera.device} is not being recorded`);\n  const { sessionId, filename, duration, size } = await recorder.stop(camera);",
      },
    ],
  },
  {
    ...LISTED,
    id: 'wr22',
    what: 'cameras are not found by the paths under which they are listed',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'camera-registry.ts',
        from: 'camera.device === device || `video${camera.number}` === device',
        to: '`video${camera.number}` === device',
      },
    ],
  },
  {
    ...DECLARED,
    id: 'wr23',
    what: 'the last of the cameras that are there is never found',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'device-scan.ts',
        from: 'for (const entry of entries) {',
        to: 'for (const entry of entries.toSorted().slice(0, -1)) {',
      },
    ],
  },
];
