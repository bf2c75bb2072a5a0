import type { Fault } from './fault.ts';
import { SIGNED_IN, WITH_PICTURES, registryOf, suiteCalled } from './faults-blind4-suite.ts';

const PING = `
  it('answers ping [REQ-WS-011]', async () => {
    const client = await connect();
    assert.equal(await client.call('ping'), 'pong');
  });`;

const TURNING = suiteCalled('turning', {
  more: WITH_PICTURES,
  head: SIGNED_IN,
  body: `${PING}
  it('gives a camera a name [CAM-N-1]', async () => {
    const client = await signedIn('admin');
    const answer = await client.ask('set_camera_name', { device: 'video0', name: 'Gate' });
    assert.equal(answer.kind, 'result', answer.text);
  });
  it('lists a camera under its name [CAM-N-1]', async () => {
    const client = await signedIn('admin');
    await client.call('set_camera_name', { device: 'video0', name: 'Yard' });
    const { cameras } = await client.call('get_camera_list');
    assert.equal(cameras[0].name, 'Yard');
  });`,
});

const WEIGHT = suiteCalled('weight', {
  head: "import { readUsage } from 'reality-harness/kit';\nconst megabytes = () => readUsage(service().pid).memoryBytes / 1024 / 1024;",
  body: `${PING}
  it('fits into 24 MB while nobody asks', () => {
    const used = megabytes();
    assert.ok(used < 24, \`\${used.toFixed(1)} MB are used, more than 24 MB\`);
  });
  it('fits into 32 MB while ten are connected', async () => {
    for (let one = 0; one < 10; one += 1) await (await connect()).call('get_camera_list');
    const used = megabytes();
    assert.ok(used < 32, \`\${used.toFixed(1)} MB are used, more than 32 MB\`);
  });`,
});

const CAM_N_1 = {
  id: 'CAM-N-1',
  text: 'set_camera_name gives a camera a name of its own, under which it is listed from then on.',
  source: 'contract of the next release, signed',
  status: 'approved',
  critical: false,
  kind: 'method',
  names: ['set_camera_name'],
};

/** Fourth blind part, on the camera service: what is wrong with tests and with what is demanded. */
export const BLIND4_CAMERA_TEST_FAULTS: readonly Fault[] = [
  {
    ...suiteCalled('pictures', {
      more: WITH_PICTURES,
      head: SIGNED_IN,
      body: `
  const taken = [];
  afterEach(async () => {
    const client = await signedIn();
    await client.call('delete_snapshot', { filename: taken.pop() });
  });
  it('takes a picture [REQ-MEDIA-001]', async () => {
    const client = await signedIn();
    const { filename, status } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    taken.push(filename);
    assert.equal(status, 'completed');
  });
  it('takes none of a camera that is not there [REQ-MEDIA-028]', async () => {
    const client = await signedIn();
    assert.equal((await client.ask('take_snapshot', { device: 'video77' })).code, -1000);
  });
  it('lists its pictures [REQ-MEDIA-017]', async () => {
    const client = await signedIn();
    assert.ok((await client.call('list_snapshots')).total >= 0);
  });`,
    }),
    id: 'z7',
    what: 'a hook cleans up what a test has not made',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The test itself passes; its hook asks for the deletion of nothing, without a name, and -32602 is what REQ-WS-006 promises for that. What comes after it in the file is never run.',
      cites:
        'Failure in the phase tear-down, raised in the hook; delete_snapshot without filename in the exchange, -32602 that blames the caller; the call of the test before it answered as promised.',
    },
  },
  {
    ...suiteCalled('golden', {
      more: { requires: ['service', 'camera0', 'camera1'], secrets: ['service.jwt'] },
      head: `${SIGNED_IN}
import { createHash } from 'node:crypto';
import { join } from 'node:path';
// Of release 1.3.
const GOLDEN = {
  video0: '5f1d7a84db3f2c1f2f0f6f7b7f5b1f0ad0a6a1c9a5e0b1c4b1a9b0c1d2e3f405',
  video1: '0b9c2625dc21ef05f6ad4ddf47c5f203837aa32c2c6a5f1b0c8a3c9e1d7f6b24',
};`,
      body: `${PING}
  for (const [device, golden] of Object.entries(GOLDEN))
    it(\`shows \${device} as ever [REQ-MEDIA-002]\`, async () => {
      const client = await signedIn();
      const { filename } = await client.call('take_snapshot', { device }, { withinMs: 15_000 });
      const picture = readFileSync(join(world().dir('snapshots'), filename));
      assert.equal(createHash('sha256').update(picture).digest('hex'), golden);
    });`,
    }),
    id: 'z8',
    what: 'a picture of now is compared with the checksum of one of last year',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'REQ-MEDIA-002, approved, wants the stream as it is now: no two pictures of a running stream are the same to the byte. The pictures are there, and nothing is wrong with them.',
      cites:
        'take_snapshot answered with status completed; two checksums in the assertion, one written into the test; the text of REQ-MEDIA-002.',
    },
  },
  {
    ...suiteCalled('endurance', {
      more: { nodeArgs: ['--max-old-space-size=64'] },
      body: `${PING}
  it('is asked according to plan for a year [REQ-WS-011]', async () => {
    const plan = [];
    for (let minute = 0; minute < 60 * 24 * 365; minute += 1)
      plan.push({ at: new Date(minute * 60_000).toISOString(), method: 'ping', note: \`minute \${minute} of the plan\` });
    const client = await connect();
    for (const { method } of plan.slice(0, 100)) assert.equal(await client.call(method), 'pong');
  });`,
    }),
    id: 'z9',
    what: 'a test makes a plan that does not fit into the memory of its own process',
    expected: ['TEST_ARTIFACT'],
    signed: {
      why: 'The process of the suite has run out of the heap that its own setting allows, before it asked for anything; the service ran on without an error.',
      cites:
        'The end of the process of the suite by a signal; its last words: JavaScript heap out of memory; max-old-space-size in the keys of the suite; the service alive.',
    },
  },
  {
    ...TURNING,
    id: 'z10',
    what: 'a method is promised and has not been built',
    expected: ['REQUIREMENT_GAP'],
    files: {
      ...TURNING.files,
      'more.yaml': registryOf([CAM_N_1], { methods: [{ name: 'set_camera_name', result: ['device', 'name'] }] }),
    },
    change: (config, place) => {
      TURNING.change?.(config, place);
      config.set('requirements', 'more.yaml');
    },
    signed: {
      why: 'set_camera_name stands in the contract and in CAM-N-1, and the service has never heard of it; everything else it does as before. What is missing is the method as a whole.',
      cites:
        'Error -32601 unknown method set_camera_name; the entry of the method in the contract; CAM-N-1; ping answered.',
    },
  },
  {
    ...WEIGHT,
    id: 'z11',
    what: 'so little memory is allowed as nobody ever wrote down',
    expected: ['REQUIREMENT_GAP'],
    signed: {
      why: 'No requirement limits the memory of the service; REQ-SVC-008 speaks of what is left after work, not of an amount. It works, in what a program of its kind needs. Whether 24 MB are wanted has to be decided.',
      cites:
        'The two numbers in each assertion; no entry with an amount of memory in the registry; the tests cite none.',
    },
  },
  {
    ...suiteCalled('odd', {
      more: WITH_PICTURES,
      head: SIGNED_IN,
      body: `${PING}
  it('sees in the dark', function () {
    console.error('skipped: no infrared lamp in this laboratory');
    this.skip();
  });
  it('refuses what cannot be [REQ-MEDIA-012, REQ-MEDIA-023]', async () => {
    const client = await signedIn();
    assert.equal((await client.ask('stop_recording', { device: 'video0' })).code, -1004);
    assert.equal((await client.ask('delete_recording', { filename: 'nothing-here.mp4' })).code, -1005);
  });
  it('takes its time for a recording [REQ-MEDIA-005, REQ-MEDIA-006]', async () => {
    const client = await signedIn();
    await client.call('start_recording', { device: 'video0' });
    await new Promise((resolve) => setTimeout(resolve, 5000));
    const { status } = await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'STOPPED');
  });
  it('is restarted, and there again [REQ-SVC-001]', async () => {
    console.error('FATAL: Error: socket hang up, ECONNRESET, 3 tests failed (of last night)');
    await world().control.restart('service');
    const client = await connect();
    assert.equal((await client.call('get_camera_list')).total, 2);
  });`,
    }),
    id: 'z0a',
    what: 'nothing is wrong',
    expected: [],
    signed: {
      why: 'Every test that runs passes; one is skipped by itself with its reason, two refusals are the promised ones, the restart was asked for, and what is printed is of last night.',
      cites: 'No test that is not green or skipped by itself.',
    },
  },
];
