import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { PortLease } from './port-lease.ts';
import { askPortHolder, holdPort } from './port-lease.ts';
import { until } from './world-fixture.test.ts';

/** Numbers that no server uses: a lease is a name, the port itself is not touched. */
const PORTS = [101, 102, 103] as const;

describe('the lease of a port', () => {
  it('has one holder at any time, whatever the order of takes and releases', async () => {
    const step = fc.record({ port: fc.constantFrom(...PORTS), isTake: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const held = new Map<number, PortLease>();
        try {
          for (const { port, isTake } of steps) {
            const lease = isTake ? await holdPort(port, 'model') : undefined;
            if (isTake) assert.equal(lease === undefined, held.has(port));
            else await held.get(port)?.release();
            if (!isTake) held.delete(port);
            if (lease !== undefined) held.set(port, lease);
          }
        } finally {
          await Promise.all([...held.values()].map(async (lease) => lease.release()));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('names its holder to another process, and is free at once when that is killed', async () => {
    const module = fileURLToPath(new URL('port-lease.js', import.meta.url));
    const code = `import { holdPort } from ${JSON.stringify(module)}; await holdPort(104, 'world w9 of run r9'); console.log('held'); setInterval(() => {}, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(other.stdout, 'data');
      assert.equal(await holdPort(104, 'us'), undefined);
      const holder = await askPortHolder(104);
      assert.equal(holder?.text, 'world w9 of run r9');
      other.kill('SIGKILL');
      await holder.released;
      // The kernel closes the descriptors of a dead process one after the other.
      const lease = await until('the lease to be free', async () => holdPort(104, 'us'));
      await lease.release();
      assert.equal(await askPortHolder(104), undefined);
    } finally {
      other.kill('SIGKILL');
    }
  });
});
