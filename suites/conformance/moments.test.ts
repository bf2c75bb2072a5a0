import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeFact, RunEvent } from '#domain';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import type { Obtained } from '../../fixtures/foreign/obtain.ts';
import { inLab } from '../self/lab.ts';
import type { Lab } from '../self/lab.ts';

// Tests so short that what is heard of one comes when the next has begun, or has ended.
const TESTS = 200;

const SERVICE = `
require('node:http').createServer((request, response) => response.end('{"ok":true}'))
  .listen(Number(process.env.PORT), '127.0.0.1');
`;

/** Each asks for a path of its own; every other one fails. */
const body = (head: string): string => `
${head}
for (let n = 0; n < ${TESTS}; n += 1) {
  it('asks ' + n, async () => {
    const answer = await fetch(process.env.URL_OF_SERVICE + '/of/' + n);
    await answer.text();
    if (n % 2 === 1) throw new Error('none');
  });
}`;

const PYTEST = `
import os
import urllib.request
import pytest

@pytest.mark.parametrize("n", range(${TESTS}))
def test_asks(n):
    with urllib.request.urlopen(os.environ["URL_OF_SERVICE"] + "/of/%d" % n) as answer:
        answer.read()
    assert n % 2 == 0
`;

interface Short {
  readonly engine: string;
  readonly file: string;
  readonly text: string;
  /** Obtains what it needs besides. */
  readonly obtain?: () => Promise<Obtained>;
}

const ENGINES: readonly Short[] = [
  { engine: 'mocha', file: 'short.mjs', text: body('') },
  { engine: 'node-test', file: 'short.test.mjs', text: body("import { it } from 'node:test';") },
  { engine: 'pytest', file: 'test_short.py', text: PYTEST, obtain: async () => Promise.resolve(findPytest()) },
  {
    engine: 'vitest',
    file: 'short.test.mjs',
    text: body("import { it } from 'vitest';"),
    obtain: async () =>
      obtainForeign({ kind: 'npm', name: 'vitest-4.1.12', packages: ['vitest@4.1.12', 'vite@7.3.8'] }),
  },
];

/** Of the host; nothing stands in a folder then. */
function findPytest(): Obtained {
  const { status } = spawnSync('python3', ['-c', 'import pytest'], { stdio: 'ignore' });
  return status === 0 ? { kind: 'ready', folder: '' } : { kind: 'absent', why: 'python3 has no pytest' };
}

function configure(lab: Lab, { engine, file, text }: Short): void {
  lab.write('service.cjs', SERVICE);
  lab.write(file, text);
  lab.configure({
    components: {
      service: {
        kind: 'service',
        command: ['node', 'service.cjs'],
        ports: ['http'],
        urls: { http: 'http://${service.host}:${service.ports.http}' },
        env: { PORT: '${service.ports.http}' },
        ready: [{ http: '${service.urls.http}/', status: 200 }],
      },
    },
    suites: [
      {
        name: 'short',
        engine,
        files: [file],
        lane: 'integration',
        requires: ['service'],
        timeout: '60s',
        env: { URL_OF_SERVICE: '${service.urls.http}' },
      },
    ],
  });
}

type Found = Extract<RunEvent, { kind: 'fact-found' }> & { readonly fact: ExchangeFact };

const isExchange = (event: RunEvent): event is Found => event.kind === 'fact-found' && event.fact.kind === 'exchange';

describe('tests of a millisecond or two', () => {
  for (const short of ENGINES) {
    it(`have each their own exchange and no other, with ${short.engine}`, async function () {
      this.timeout(240_000);
      const obtained = await short.obtain?.();
      if (obtained?.kind === 'absent') leaveOut(this, obtained.why);
      await inLab(async (lab) => {
        if (obtained !== undefined && obtained.folder !== '')
          symlinkSync(join(obtained.folder, 'node_modules'), lab.path('node_modules'));
        configure(lab, short);
        const { status, stderr } = await lab.run(['run', '--all']);
        assert.equal(status, 1, stderr);
        assert.equal(lab.suite('short').tests.length, TESTS);
        const asked = lab
          .events()
          .filter(isExchange)
          .map(({ ordinal, fact }) => [ordinal, fact.method]);
        const odd = Array.from({ length: TESTS / 2 }, (_, index) => 2 * index + 1);
        assert.deepEqual(
          asked.toSorted(byOrdinal),
          odd.map((n) => [n, `GET /of/${n}`]),
        );
      })();
    });
  }
});

function byOrdinal([one = 0]: readonly unknown[], [other = 0]: readonly unknown[]): number {
  return Number(one) - Number(other);
}
