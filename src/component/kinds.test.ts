import assert from 'node:assert/strict';
import { KINDS } from './kinds.ts';
import { parseAddress } from './address.ts';
import { makeMediamtxConfig } from './mediamtx-config.ts';

const kindOf = (name: string): (typeof KINDS)[string] => {
  const kind = KINDS[name];
  assert.ok(kind);
  return kind;
};

const accepted: readonly (readonly [kind: string, options: unknown])[] = [
  ['mediamtx', {}],
  ['mediamtx', { paths: { camera0: null } }],
  ['mediamtx', { protocols: ['rtsp', 'hls', 'webrtc'], settings: { readTimeout: '5s' } }],
  ['ffmpeg-stream', { publishTo: 'mediamtx', path: 'camera0', source: 'testsrc2', size: '640x480', rate: 15 }],
  ['camera-devices', { names: ['video0', 'video1'] }],
  [
    'service',
    { command: ['node', 'x.js'], ports: ['ws', 'health'], env: { RATE: 6000, ON: true, A: '${service.host}' } },
  ],
  ['service', { command: ['node', 'x.js'], ports: { http: 8000 } }],
  ['service', { address: 'camera.example', ports: { ws: 8002 }, ready: [{ http: 'http://x/ready', status: 200 }] }],
  ['external', { address: 'http://127.0.0.1:9000/', ready: [{ tcp: '127.0.0.1:9000' }] }],
];

const refused: readonly (readonly [kind: string, options: unknown, path: string])[] = [
  ['mediamtx', { protocol: ['rtsp'] }, ''],
  ['mediamtx', { protocols: ['rtps'] }, 'protocols.0'],
  ['mediamtx', { settings: { apiAddress: ':9997' } }, 'settings'],
  ['mediamtx', { settings: { api: false } }, 'settings'],
  ['ffmpeg-stream', { publishTo: 'mediamtx', path: '../x' }, 'path'],
  ['ffmpeg-stream', { publishTo: 'mediamtx', path: 'a', size: 'large' }, 'size'],
  ['camera-devices', { names: ['../video0'] }, 'names.0'],
  ['service', {}, ''],
  ['service', { command: [] }, 'command'],
  ['service', { address: 'x', ports: ['ws'] }, 'ports'],
  ['service', { command: ['x'], ready: [{ htp: 'http://x' }] }, 'ready.0'],
  ['service', { command: ['x'], ready: [{ http: 'http://x', tcp: 'x:1' }] }, 'ready.0'],
  ['service', { command: ['x'], stop: { signal: 'SIGKILL' } }, 'stop.signal'],
  ['external', { address: 'host-without-port' }, 'address'],
];

describe('component kinds', () => {
  for (const [name, options] of accepted) {
    it(`${name} takes ${JSON.stringify(options)}, and its own result again`, () => {
      const kind = kindOf(name);
      const once = kind.schema.parse(options);
      assert.deepEqual(kind.schema.parse(once), once);
      const ports = Object.fromEntries(kind.declare(once).ports.map((port, index) => [port.name, 20_000 + 2 * index]));
      const location = kind.locate({ name: 'db', options: once, ports });
      assert.deepEqual(Object.keys(location.urls), kind.declare(once).urls);
    });
  }
  for (const [name, options, path] of refused) {
    it(`${name} refuses ${JSON.stringify(options)} at ${path === '' ? 'its top' : path}`, () => {
      const result = kindOf(name).schema.safeParse(options);
      assert.equal(result.success, false);
      assert.equal(result.error?.issues[0]?.path.join('.'), path);
    });
  }
});

describe('the configuration of MediaMTX', () => {
  const config = makeMediamtxConfig({
    protocols: ['rtsp', 'webrtc'],
    udp: true,
    metrics: false,
    playback: false,
    host: '127.0.0.1',
    ports: { api: 1, rtsp: 2, rtp: 4, webrtc: 6, ice: 7 },
    recordings: '/w/recordings',
    nonce: 'abc',
    logLevel: 'info',
    pathDefaults: {},
    paths: { fixed: {} },
    settings: {},
  });

  it('binds every address to loopback', () => {
    const addresses = Object.entries(config).filter(([key]) => key.endsWith('Address'));
    assert.deepEqual(
      addresses.map(([key, value]) => [key, value]),
      [
        ['apiAddress', '127.0.0.1:1'],
        ['rtspAddress', '127.0.0.1:2'],
        ['rtpAddress', '127.0.0.1:4'],
        ['rtcpAddress', '127.0.0.1:5'],
        ['webrtcAddress', '127.0.0.1:6'],
        ['webrtcLocalUDPAddress', '127.0.0.1:7'],
      ],
    );
  });

  it('turns off what nobody asked for and knows only the paths that were given', () => {
    for (const server of ['hls', 'rtmp', 'srt', 'metrics', 'playback', 'pprof']) assert.equal(config[server], false);
    assert.deepEqual(config['paths'], { fixed: {} });
  });
});

describe('addresses', () => {
  const table: readonly (readonly [text: string, expected: unknown])[] = [
    ['127.0.0.1', { host: '127.0.0.1' }],
    ['camera.example:8002', { host: 'camera.example', port: 8002 }],
    ['[::1]:8002', { host: '::1', port: 8002 }],
    ['http://x/ready', { host: 'x', port: 80 }],
    ['wss://x:9/ws', { host: 'x', port: 9 }],
    ['not an address', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of table) {
    it(JSON.stringify(text), () => assert.deepEqual(parseAddress(text), expected));
  }
});
