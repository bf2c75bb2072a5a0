import {
  at,
  cite,
  eventually,
  listAt,
  numberAt,
  openHttp,
  readListeners,
  readProcess,
  textAt,
  world,
} from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCameras } from './cameras.ts';
import { expectDocument } from './health.ts';
import { SOON_MS, TRUTH_MS } from './limits.ts';
import { findDifferences } from './same-settings.ts';
import { connect, server, service, servicePid } from './service.ts';

describe('start-up and health', () => {
  describe('MediaMTX', () => {
    it(cite('runs as a process of its own and answers its API', 'REQ-MTX-013'), async function () {
      const { pid } = await world().control.status('mediamtx');
      const facts = readProcess(pid);
      assert.ok(facts, `no process ${pid}`);
      assert.notEqual(facts.state, 'Z', 'the process is dead');
      const api = `127.0.0.1:${world().component('mediamtx').listensOn('api')}`;
      assert.ok(
        readListeners(pid).includes(api),
        `process ${pid} listens on ${readListeners(pid).join(', ')}, not ${api}`,
      );
      assert.equal(at(await server().globalConfig(), 'api'), true);
    });

    it(cite('has in force what its generated configuration file says', 'REQ-MTX-014'), async () => {
      const path = world().component('mediamtx').fact('configFile');
      assert.ok(path, 'the world does not tell where the configuration file is');
      const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
      const differences = [
        ...findDifferences(file, await server().globalConfig(), ['pathDefaults', 'paths']),
        ...findDifferences(at(file, 'pathDefaults'), await server().pathDefaults(), []),
      ];
      assert.deepEqual(differences, []);
    });

    it(cite('has the path of each camera, and media arrives on it', 'REQ-MTX-001', 'REQ-MTX-005'), async () => {
      const configured = await server().configuredPaths();
      for (const path of ['camera0', 'camera1'])
        assert.ok(configured.includes(path), `${path} is not among ${configured.join(', ')}`);
      const before = (await server().path('camera0'))?.inboundBytes ?? 0;
      await eventually(
        async () => {
          const bytes = (await server().path('camera0'))?.inboundBytes ?? 0;
          assert.ok(bytes > before, `${bytes} bytes after ${before}`);
        },
        { what: 'bytes of camera0 growing', withinMs: SOON_MS },
      );
    });
  });

  describe('folders', () => {
    for (const name of ['config', 'recordings', 'snapshots', 'devices', 'logs']) {
      it(cite(`${name} is there, private and writable`, 'REQ-CONFIG-010'), () => {
        const path = world().dir(name);
        const facts = statSync(path);
        assert.ok(facts.isDirectory(), `${path} is no directory`);
        assert.equal((facts.mode & 0o077).toString(8), '0', `others may enter ${path}: mode ${facts.mode.toString(8)}`);
        const probe = join(path, `.probe-${world().nonce}`);
        writeFileSync(probe, world().nonce);
        assert.equal(readFileSync(probe, 'utf8'), world().nonce);
        rmSync(probe);
      });
    }
  });

  describe('service', () => {
    it(
      cite(
        'runs as a process and listens on the configured host and ports',
        'REQ-CONFIG-001',
        'REQ-SVC-001',
        'REQ-CONFIG-002',
        'REQ-CONFIG-003',
        'REQ-HEALTH-009',
      ),
      async function () {
        const pid = await servicePid(this);
        const { host } = service();
        const wanted = [service().listensOn('ws'), service().listensOn('health')].map((port) => `${host}:${port}`);
        const listeners = readListeners(pid);
        for (const address of wanted)
          assert.ok(listeners.includes(address), `not on ${address} but on ${listeners.join(', ')}`);
      },
    );

    it(cite('tells its name, version and capabilities', 'REQ-WS-012', 'REQ-WS-001'), async () => {
      await using client = await connect();
      const info = await client.call('get_server_info');
      for (const key of ['name', 'version']) assert.notEqual(textAt(info, key), '');
      assert.ok(at(info, 'capabilities') !== undefined, `no capabilities in ${JSON.stringify(info)}`);
    });

    it(cite('tells its status and that MediaMTX is connected', 'REQ-WS-013', 'REQ-MTX-012'), async () => {
      await using client = await connect();
      const status = await client.call('get_status');
      assert.notEqual(textAt(status, 'server.status'), '');
      assert.notEqual(textAt(status, 'server.version'), '');
      assert.ok(numberAt(status, 'server.uptime') >= 0);
      assert.ok(numberAt(status, 'server.connections') >= 1);
      assert.notEqual(textAt(status, 'mediamtx.status'), '');
      assert.equal(at(status, 'mediamtx.connected'), true);
    });

    it(cite('knows both cameras', 'REQ-CAM-001', 'REQ-CAM-008', 'REQ-CAM-009'), async () => {
      await using client = await connect();
      const cameras = await listCameras(client);
      assert.deepEqual(cameras.map((camera) => `${camera.device} ${camera.status}`).toSorted(), [
        `${world().dir('devices')}/video0 CONNECTED`,
        `${world().dir('devices')}/video1 CONNECTED`,
      ]);
    });
  });

  describe('health', () => {
    for (const [part, id] of [
      ['system', 'REQ-HEALTH-001'],
      ['cameras', 'REQ-HEALTH-002'],
      ['mediamtx', 'REQ-HEALTH-003'],
    ] as const) {
      it(cite(`/health/${part} is healthy, with components`, id), async () => {
        await eventually(
          async () => {
            const { status, components } = await expectDocument(part);
            assert.equal(status, 'healthy', `${status}: ${JSON.stringify(components)}`);
          },
          { what: `/health/${part} healthy`, withinMs: TRUTH_MS },
        );
      });
    }

    it(cite('/health/ready is ready', 'REQ-HEALTH-004'), async () => {
      const answer = await openHttp(`${service().url('health')}/health/ready`);
      assert.equal(answer.status, 200);
      assert.equal(textAt(answer.json, 'status'), 'ready');
    });

    for (const path of ['/', '/health', '/health/unknown', '/health/ready/more', '/ws']) {
      it(cite(`${path} is not found`, 'REQ-HEALTH-006'), async () => {
        assert.equal((await openHttp(`${service().url('health')}${path}`)).status, 404);
      });
    }
  });

  it(cite('get_streams tells what MediaMTX has', 'REQ-MTX-006'), async () => {
    await using client = await connect();
    const streams = listAt(await client.call('get_streams'), 'streams');
    const ready = streams.filter((stream) => at(stream, 'ready') === true).map((stream) => textAt(stream, 'name'));
    assert.deepEqual(ready.toSorted(), ['camera0', 'camera1']);
  });
});
