import { connectRpc, mediaMtx, mintToken, world } from 'reality-harness/kit';
import type { MediaMtxClient, RpcClient, WorldComponent } from 'reality-harness/kit';
import assert from 'node:assert/strict';

export type Role = 'viewer' | 'operator' | 'admin';

/** The service under test. */
export function service(): WorldComponent {
  return world().component('service');
}

/** The API of the MediaMTX that the service uses. */
export function server(): MediaMtxClient {
  return mediaMtx(world().component('mediamtx').url('api'));
}

/** A connection that has said nothing yet. */
export async function connect(): Promise<RpcClient> {
  return connectRpc(service().url('ws'));
}

/** A connection that has authenticated. */
export async function connectAs(role: Role): Promise<RpcClient> {
  const client = await connect();
  await authenticate(client, token(role));
  return client;
}

/** A good token for a role. */
export function token(role: Role, expiresInS = 600): string {
  return mintToken({ secret: service().secret('jwt'), role, expiresInS });
}

export async function authenticate(client: RpcClient, text: string): Promise<void> {
  const result = await client.call('authenticate', { token: text });
  assert.ok(
    typeof result === 'object' && result !== null && 'authenticated' in result && result.authenticated === true,
    `authenticate with a good token answered ${JSON.stringify(result)}`,
  );
}

/** Process id of the service now; skips the test where the service is no process of this world. */
export async function servicePid(test: Mocha.Context): Promise<number> {
  const { pid } = await world().control.status('service');
  if (pid === 0) skip(test, 'the service runs by address: its process is not ours to look at');
  return pid;
}

/** Skips a test and says why, which mocha alone does not. */
export function skip(test: Mocha.Context, why: string): never {
  process.stderr.write(`skipped "${test.test?.title ?? ''}": ${why}\n`);
  return test.skip();
}
