import { at, cite, eventually, mintToken, shown, textAt } from 'reality-harness/kit';
import type { RpcClient } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { CODE, expectError } from './expect.ts';
import { SOON_MS } from './limits.ts';
import { authenticate, connect, connectAs, service, token } from './service.ts';
import type { Role } from './service.ts';

const RANK: Readonly<Record<Role, number>> = { viewer: 1, operator: 2, admin: 3 };

/** Each protected method, the role it needs, and parameters that are wrong or point to nothing: none of the calls does anything. */
const PROTECTED: readonly (readonly [method: string, needs: Role, params: object, allowed: number | 'result'])[] = [
  ['take_snapshot', 'operator', {}, CODE.params],
  ['start_recording', 'operator', {}, CODE.params],
  ['stop_recording', 'operator', {}, CODE.params],
  ['list_recordings', 'viewer', {}, 'result'],
  ['list_snapshots', 'viewer', {}, 'result'],
  ['get_recording_info', 'viewer', { filename: 'nothing-here.mp4' }, CODE.file],
  ['get_snapshot_info', 'viewer', { filename: 'nothing-here.jpg' }, CODE.file],
  ['delete_recording', 'operator', { filename: 'nothing-here.mp4' }, CODE.file],
  ['delete_snapshot', 'operator', { filename: 'nothing-here.jpg' }, CODE.file],
  ['get_storage_info', 'admin', {}, 'result'],
];

const OPEN = ['ping', 'get_server_info', 'get_status', 'get_metrics', 'get_camera_list', 'get_streams'];

const ROLE_IDS: Readonly<Record<Role, string>> = {
  viewer: 'REQ-SEC-014',
  operator: 'REQ-SEC-013',
  admin: 'REQ-SEC-015',
};

describe('authentication and roles', () => {
  describe('without authentication', () => {
    it(cite('open methods answer', 'REQ-WS-017', 'REQ-WS-011'), async () => {
      await using client = await connect();
      for (const method of OPEN) assert.ok((await client.call(method)) !== undefined, `${method} answered nothing`);
      await client.call('get_camera_status', { device: 'video0' });
    });

    for (const [method, , params] of PROTECTED) {
      it(cite(`${method} is refused before its parameters are looked at`, 'REQ-SEC-004', 'REQ-WS-015'), async () => {
        await using client = await connect();
        await expectError(client, CODE.authentication, method, params);
        await expectError(client, CODE.authentication, method, { device: 7, filename: 7, limit: 'x' });
      });
    }
  });

  for (const role of ['viewer', 'operator', 'admin'] as const) {
    describe(`as ${role}`, () => {
      let client: RpcClient;

      before(async () => {
        client = await connectAs(role);
      });

      after(async () => {
        await client.close();
      });

      for (const [method, needs, params, allowed] of PROTECTED) {
        const may = RANK[role] >= RANK[needs];
        it(
          cite(`${method} is ${may ? 'allowed' : 'refused'}`, ROLE_IDS[needs], may ? 'REQ-SEC-006' : 'REQ-SEC-005'),
          async () => {
            if (!may) await expectError(client, CODE.role, method, params);
            else if (allowed === 'result') await client.call(method, params);
            else await expectError(client, allowed, method, params);
          },
        );
      }
    });
  }

  describe('good tokens', () => {
    for (const role of ['viewer', 'operator', 'admin'] as const) {
      it(cite(`of role ${role} are taken`, 'REQ-SEC-001'), async () => {
        await using client = await connect();
        const result = await client.call('authenticate', { token: token(role) });
        assert.equal(at(result, 'authenticated'), true);
        assert.equal(textAt(result, 'role'), role);
      });
    }

    it(cite('raise and lower the role of a connection', 'REQ-SEC-001', 'REQ-SEC-006'), async () => {
      await using client = await connectAs('viewer');
      await expectError(client, CODE.role, 'get_storage_info');
      await authenticate(client, token('admin'));
      await client.call('get_storage_info');
    });

    it(cite('count for their own connection alone', 'REQ-SEC-004'), async () => {
      await using admin = await connectAs('admin');
      await using nobody = await connect();
      await admin.call('get_storage_info');
      await expectError(nobody, CODE.authentication, 'list_recordings');
    });

    it(cite('end when they expire', 'REQ-SEC-008'), async () => {
      await using client = await connect();
      await authenticate(client, token('viewer', 2));
      await client.call('list_recordings');
      await eventually(async () => expectError(client, CODE.authentication, 'list_recordings'), {
        what: 'the token has expired',
        withinMs: 2000 + SOON_MS,
        everyMs: 100,
      });
      assert.equal(await client.call('ping'), 'pong');
    });
  });

  describe('bad tokens', () => {
    for (const [what, text] of Object.entries(badTokens())) {
      it(cite(`${what}: refused, told as a result, and worth nothing`, 'REQ-SEC-002', 'REQ-SEC-012'), async () => {
        await using client = await connect();
        const result = await client.call('authenticate', { token: text() });
        assert.equal(at(result, 'authenticated'), false, `answered ${shown(result)}`);
        assert.notEqual(textAt(result, 'error'), '');
        await expectError(client, CODE.authentication, 'list_recordings');
      });
    }

    it(cite('leave the role that was there', 'REQ-SEC-007'), async () => {
      await using client = await connectAs('operator');
      const result = await client.call('authenticate', { token: 'nonsense' });
      assert.equal(at(result, 'authenticated'), false);
      await expectError(client, CODE.file, 'delete_recording', { filename: 'nothing-here.mp4' });
    });

    it(cite('that are missing or no text are bad parameters', 'REQ-SEC-003', 'REQ-WS-006'), async () => {
      await using client = await connect();
      await expectError(client, CODE.params, 'authenticate', {});
      await expectError(client, CODE.params, 'authenticate');
      await expectError(client, CODE.params, 'authenticate', { token: 7 });
    });
  });

  describe('order of checks', () => {
    it(
      cite('method before authentication, role before parameters, parameters before camera', 'REQ-WS-015'),
      async () => {
        await using client = await connect();
        await expectError(client, CODE.method, 'no_such_method', { device: 7 });
        await authenticate(client, token('viewer'));
        await expectError(client, CODE.role, 'start_recording', { device: 7, duration_seconds: -1 });
        await authenticate(client, token('operator'));
        await expectError(client, CODE.params, 'start_recording', { device: 'video99', duration_seconds: -1 });
        await expectError(client, CODE.camera, 'start_recording', { device: 'video99', duration_seconds: 1 });
        await expectError(client, CODE.camera, 'stop_recording', { device: 'video99' });
      },
    );
  });
});

function badTokens(): Readonly<Record<string, () => string>> {
  const secret = (): string => service().secret('jwt');
  return {
    'expired an hour ago': () => token('admin', -3600),
    'signed with another secret': () => mintToken({ secret: `${secret()}x`, role: 'admin' }),
    'not signed, algorithm none': () => mintToken({ secret: secret(), role: 'admin', algorithm: 'none' }),
    'signed by HS512': () => mintToken({ secret: secret(), role: 'admin', algorithm: 'HS512' }),
    'with a role raised after signing': () => tamper(mintToken({ secret: secret(), role: 'viewer' })),
    'with the signature cut off': () => mintToken({ secret: secret(), role: 'admin' }).split('.').slice(0, 2).join('.'),
    'of no form at all': () => 'nonsense',
    'of three dots': () => '...',
  };
}

/** The claims of a token changed, under the signature of the old ones. */
function tamper(good: string): string {
  const [header = '', claims = '', signature = ''] = good.split('.');
  const raised = Buffer.from(claims, 'base64url').toString().replace('viewer', 'admin');
  return [header, Buffer.from(raised).toString('base64url'), signature].join('.');
}
