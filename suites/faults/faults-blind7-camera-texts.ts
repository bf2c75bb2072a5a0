// Programs and passages that faults of the seventh blind part put beside the camera service.

/** HTTP from LISTEN to UPSTREAM for the methods that the house allows. */
export const POLICY = `
import http from 'node:http';
const ALLOWED = new Set(['GET', 'POST']);
http.createServer((request, response) => {
  const { method, url: path, headers } = request;
  if (!ALLOWED.has(method)) {
    console.log(\`\${method} \${path} refused by policy\`);
    response.writeHead(403, { 'content-type': 'application/json' });
    return response.end('{"status":"error","error":"method not allowed by policy"}');
  }
  const asked = http.request({ host: '127.0.0.1', port: process.env.UPSTREAM, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  request.pipe(asked);
}).listen(Number(process.env.LISTEN), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

/** Recordings of one camera, each begun after the one before was stopped. */
export const ONE_AFTER_THE_OTHER = `
  const delay = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const PATIENT = { withinMs: 15_000 };
  const start = (client, more = {}) => client.call('start_recording', { device: 'video0', ...more });
  const stop = (client) => client.call('stop_recording', { device: 'video0' }, PATIENT);
  afterEach(async () => {
    await (await asOperator()).ask('stop_recording', { device: 'video0' }, PATIENT);
  });
  it('are recorded for two seconds [REQ-MEDIA-008]', async () => {
    const client = await asOperator();
    const { filename } = await start(client, { duration_seconds: 2 });
    const isOver = (update) => update.filename === filename && update.status === 'STOPPED';
    await client.notification('recording_status_update', { where: isOver, withinMs: 15_000 });
  });
  it('are recorded until they are stopped [REQ-MEDIA-006, REQ-MEDIA-026]', async () => {
    const client = await asOperator();
    await start(client, { duration_seconds: 5 });
    await delay(1);
    await stop(client);
    await start(client);
    await delay(7);
    const { duration } = await stop(client);
    assert.ok(duration > 5, \`\${duration} s of the 7 s until it was stopped\`);
  });
  it('are recorded once at a time [REQ-MEDIA-011]', async () => {
    const client = await asOperator();
    await start(client, { duration_seconds: 4 });
    await stop(client);
    await start(client, { duration_seconds: 60 });
    await delay(6);
    const answer = await client.ask('start_recording', { device: 'video0' });
    assert.equal(answer.code, -1006, JSON.stringify(answer.result));
  });`;

/** Cameras of which one is unplugged. */
export const UNPLUGGED = `
  const server = () => mediaMtx(world().component('mediamtx').url('api'));
  const inTurn = async (look) => {
    const seen = [];
    for (; seen.length < 6; await new Promise((resolve) => setTimeout(resolve, 250))) seen.push(await look());
    return seen;
  };
  it('have a path each [REQ-MTX-001]', async () => {
    for (const path of ['camera0', 'camera1']) assert.ok(await server().path(path), \`no path \${path}\`);
  });
  it('are listed, and MediaMTX is connected [REQ-CAM-008, REQ-MTX-012]', async () => {
    const client = await connect();
    assert.equal((await client.call('get_camera_list')).connected, 2);
    assert.equal((await client.call('get_status')).mediamtx.connected, true);
  });
  it('that are unplugged have no path any more [REQ-MTX-004]', async () => {
    await world().control.unplug('devices', 'video1');
    const isGone = async () => assert.equal((await server().paths()).find(({ name }) => name === 'camera1'), undefined);
    await eventually(isGone, { what: 'the end of the path camera1', withinMs: 6000 });
  });
  it('that are unplugged stay listed [REQ-CAM-005]', async () => {
    const { cameras } = await (await connect()).call('get_camera_list');
    assert.equal(cameras.find(({ device }) => device.endsWith('video1')).status, 'DISCONNECTED');
  });
  it('that are unplugged leave MediaMTX connected [REQ-MTX-012]', async () => {
    const client = await connect();
    const told = await inTurn(async () => (await client.call('get_status')).mediamtx.connected);
    assert.deepEqual(told, [true, true, true, true, true, true]);
  });
  it('that are unplugged leave the service ready', async () => {
    const told = await inTurn(async () => (await fetch(\`\${service().url('health')}/health/ready\`)).status);
    assert.deepEqual(told, [200, 200, 200, 200, 200, 200]);
  });`;

/** A camera that is seen, pictured and recorded. */
export const SEEN_AND_RECORDED = `
  it('are seen to send [REQ-MTX-006]', async () => {
    const client = await connect();
    const { streams } = await client.call('get_streams');
    assert.equal(streams.find(({ name }) => name === 'camera0')?.ready, true);
  });
  it('give a picture [REQ-MEDIA-001]', async () => {
    const client = await asOperator();
    const { status } = await client.call('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'completed');
  });
  it('give a picture by the name that it is given', async () => {
    const client = await asOperator();
    const wanted = { device: 'video0', filename: 'gate.jpg' };
    assert.equal((await client.call('take_snapshot', wanted, { withinMs: 15_000 })).filename, 'gate.jpg');
  });
  it('are recorded [REQ-MEDIA-005, REQ-MEDIA-006]', async () => {
    const client = await asOperator();
    assert.equal((await client.call('start_recording', { device: 'video0' })).status, 'STARTED');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { status } = await client.call('stop_recording', { device: 'video0' }, { withinMs: 15_000 });
    assert.equal(status, 'STOPPED');
  });`;

/** More pictures than stand on one page. */
export const COUNTED_PICTURES = `
  const COUNT = 130;
  const nameOf = (number) => \`gate-\${String(number).padStart(3, '0')}.jpg\`;
  const list = async (page) => {
    const client = await connect();
    await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: 'viewer', expiresInS: 600 }) });
    return client.call('list_snapshots', page);
  };
  before(() => {
    for (let number = 0; number < COUNT; number += 1) {
      const file = join(world().dir('snapshots'), nameOf(number));
      writeFileSync(file, 'a picture');
      const then = new Date(Date.now() - (COUNT - number) * 60_000);
      utimesSync(file, then, then);
    }
  });
  it('have pictures that are counted [REQ-MEDIA-018]', async () => {
    assert.equal((await list()).total, COUNT);
  });
  it('have pictures on a second page [REQ-MEDIA-018]', async () => {
    const { files } = await list({ limit: 100, offset: 100 });
    assert.equal(files.at(-1).filename, nameOf(0));
  });
  it('have pictures that are all listed [REQ-MEDIA-017]', async () => {
    const { files } = await list();
    assert.equal(files.length, COUNT);
  });
  it('have the oldest picture at the end of the list [REQ-MEDIA-017]', async () => {
    const { files } = await list();
    assert.equal(files.at(-1).filename, nameOf(0));
  });`;

/** Cameras to which nobody publishes. */
export const SILENT_CAMERAS = `
  it('that send nothing are listed all the same [REQ-CAM-008]', async () => {
    assert.equal((await (await connect()).call('get_camera_list')).total, 2);
  });
  it('that send nothing have no resolution [REQ-CAM-009]', async () => {
    const { cameras } = await (await connect()).call('get_camera_list');
    assert.deepEqual(cameras.map(({ resolution }) => resolution), ['unknown', 'unknown']);
  });
  it('that send nothing have no frames per second [REQ-CAM-009]', async () => {
    const { cameras } = await (await connect()).call('get_camera_list');
    assert.deepEqual(cameras.map(({ fps }) => fps), [null, null]);
  });
  it('that send nothing say so when they are asked for', async () => {
    assert.equal((await (await connect()).call('get_camera_status', { device: 'video1' })).fps, null);
  });`;

/** Tests that act on the world and print more than is wrong. */
export const NOTHING_TO_WORRY = `
  const server = () => mediaMtx(world().component('mediamtx').url('api'));
  it('give no picture while nobody publishes, and one afterwards [REQ-MEDIA-001, REQ-MEDIA-004]', async () => {
    const client = await asOperator();
    await world().control.stop('camera0');
    const picture = () => client.ask('take_snapshot', { device: 'video0' }, { withinMs: 15_000 });
    await eventually(async () => assert.equal((await picture()).code, -1004), { what: 'the end of the frames', withinMs: 15_000 });
    console.error('FATAL -1004 /dev/video0: no frames, camera lost');
    await world().control.start('camera0');
    await eventually(async () => assert.equal((await picture()).kind, 'result'), { what: 'a picture', withinMs: 20_000 });
  });
  it('can be unplugged and plugged in [REQ-MTX-004, REQ-CAM-014]', async () => {
    const client = await connect();
    const isThere = async () => (await client.call('get_camera_status', { device: 'video1' })).status;
    await world().control.unplug('devices', 'video1');
    await eventually(async () => assert.equal(await isThere(), 'DISCONNECTED'), { what: 'its end', withinMs: 5000 });
    await world().control.plug('devices', 'video1');
    await eventually(async () => assert.equal(await isThere(), 'CONNECTED'), { what: 'its return', withinMs: 5000 });
    await eventually(async () => assert.ok(await server().path('camera1'), 'no path'), { what: 'its path', withinMs: 5000 });
  });
  it('that nobody has are not found [REQ-CAM-011]', async () => {
    const answer = await (await connect()).ask('get_camera_status', { device: 'video42' });
    console.error(\`ERROR \${answer.code} \${answer.message}: as it has to be\`);
    assert.equal(answer.code, -1000);
  });
  it('show the weather', function () {
    console.error('skipped: no weather station at http://weather.invalid');
    this.skip();
  });`;
