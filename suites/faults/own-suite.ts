import { addSuite } from './fault.ts';
import type { Fault } from './fault.ts';

/** What every suite of a project's own begins with. */
export const PRELUDE = `
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connectRpc, mintToken, world } from 'reality-harness/kit';
const service = () => world().component('service');
const connections = [];
const connect = async (url = service().url('ws')) => {
  const client = await connectRpc(url);
  connections.push(client);
  return client;
};
afterEach(async () => {
  for (const client of connections.splice(0)) await client.close();
});
`;

const HONEST = `
  it('answers ping [REQ-WS-011]', async () => {
    const client = await connect();
    assert.equal(await client.call('ping'), 'pong');
  });
`;

/** A suite of the project's own: one honest test, and what is wrong. `head` stands before it, `more` are its keys in the configuration. */
export function suiteOf(body: string, more: object = {}, head = ''): Pick<Fault, 'files' | 'change' | 'suites'> {
  return {
    suites: ['cameras'],
    files: { 'cameras.test.mjs': `${PRELUDE}${head}\ndescribe('cameras', () => {${HONEST}${body}\n});\n` },
    change: (config) =>
      addSuite(config, { name: 'cameras', files: ['cameras.test.mjs'], requires: ['service'], ...more }),
  };
}
