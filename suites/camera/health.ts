import { at, objectAt, openHttp, shown, textAt } from 'reality-harness/kit';
import assert from 'node:assert/strict';
import { expectRecentTime } from './expect.ts';
import { service } from './service.ts';

export interface HealthDocument {
  readonly status: string;
  readonly components: Readonly<Record<string, unknown>>;
}

const STATUSES = new Set(['healthy', 'degraded', 'unhealthy']);

/** Reads /health/system, /health/cameras or /health/mediamtx and asserts its shape. */
export async function expectDocument(part: 'system' | 'cameras' | 'mediamtx'): Promise<HealthDocument> {
  const answer = await openHttp(`${service().url('health')}/health/${part}`);
  assert.equal(
    answer.status,
    200,
    `/health/${part} answered ${answer.status}: ${answer.body.toString().slice(0, 200)}`,
  );
  const status = textAt(answer.json, 'status');
  assert.ok(STATUSES.has(status), `status "${status}" of /health/${part}`);
  expectRecentTime(at(answer.json, 'timestamp'), `timestamp of /health/${part}`);
  const components = objectAt(answer.json, 'components');
  for (const [name, component] of Object.entries(components)) {
    textAt(component, 'status');
    assert.ok(at(component, 'details') !== undefined, `component ${name} has no details: ${shown(component)}`);
  }
  return { status, components };
}

/** Status code and body of /health/ready. */
export async function readReady(): Promise<{ readonly code: number; readonly status: string; readonly body: unknown }> {
  const answer = await openHttp(`${service().url('health')}/health/ready`);
  return { code: answer.status, status: textAt(answer.json, 'status'), body: answer.json };
}
