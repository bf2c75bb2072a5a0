import assert from 'node:assert/strict';
import { inLab, shell } from './lab.ts';
import type { Lab } from './lab.ts';

const LISTENS = "require('http').createServer((q, r) => r.end('ok')).listen(process.env.PORT, '127.0.0.1')";
const DIES = "console.error('no such table'); process.exit(7)";

function service(name: string, code: string, more: object = {}): object {
  return {
    kind: 'service',
    command: [process.execPath, '-e', code],
    ports: ['http'],
    env: { PORT: `\${${name}.ports.http}` },
    ready: [{ http: `http://\${${name}.host}:\${${name}.ports.http}/` }],
    ...more,
  };
}

const REQUIREMENTS = 'version: 1\nrequirements:\n  - { id: REQ-1, text: orders are kept, critical: true }\n';

function configure(lab: Lab, cache: string): void {
  lab.write('requirements.yaml', REQUIREMENTS);
  lab.configure({
    requirements: 'requirements.yaml',
    components: { api: service('api', LISTENS), cache: service('cache', cache) },
    suites: [
      shell('orders', 'test "$REALITY_DEGRADED" = "$WANTED"', {
        requires: ['api'],
        uses: ['cache'],
        covers: ['REQ-1'],
        env: { WANTED: cache === DIES ? 'cache' : '' },
      }),
      shell('plain', 'true', { requires: ['api'] }),
    ],
    gates: { maxCauses: {}, minPassRate: 1 },
  });
}

describe('an optional component', () => {
  it(
    'that is not there leaves its suite running, degraded, and proving nothing',
    inLab(async (lab) => {
      configure(lab, DIES);
      const { status } = await lab.run(['run']);
      assert.equal(status, 0);
      assert.deepEqual(lab.suite('orders').marks, ['degraded']);
      assert.deepEqual(lab.suite('plain').marks, []);
      assert.equal(lab.assessment().causes.length, 1);
      assert.match(lab.report('assessment.md'), /`orders` together with `cache`: it ran without/u);
      assert.match(lab.report('assessment.json'), /"id": ?"REQ-1"[^}]*"state": ?"hollow"/u);
    }),
  );

  it(
    'that is there is as good as one that is required',
    inLab(async (lab) => {
      configure(lab, LISTENS);
      const { status } = await lab.run(['run']);
      assert.equal(status, 0);
      assert.deepEqual(lab.suite('orders').marks, []);
      assert.match(lab.report('assessment.json'), /"id": ?"REQ-1"[^}]*"state": ?"verified"/u);
    }),
  );
});

describe('a dead component', () => {
  it(
    'blocks what requires it, however far away, as one cause; everything else runs; --require-all asks for none',
    inLab(async (lab) => {
      lab.configure({
        components: {
          a: service('a', DIES),
          b: service('b', LISTENS, { requires: ['a'] }),
          c: service('c', LISTENS, { requires: ['b'] }),
          d: service('d', LISTENS),
        },
        suites: [
          shell('far', 'true', { requires: ['c'] }),
          shell('near', 'true', { requires: ['b'] }),
          shell('other', 'true', { requires: ['d'] }),
        ],
        gates: { maxCauses: {}, minPassRate: 1 },
      });
      const { status } = await lab.run(['run', '--require-all']);
      assert.equal(status, 1);
      const { suites, causes, gates } = lab.assessment();
      assert.deepEqual(
        suites.map(({ outcome, blockedBy }) => [outcome, blockedBy?.component]),
        [
          ['blocked', 'a'],
          ['blocked', 'a'],
          ['passed', undefined],
        ],
      );
      assert.equal(causes.length, 1);
      assert.deepEqual(causes[0]?.effects.toSorted(), ['far::(blocked)', 'near::(blocked)']);
      assert.deepEqual(
        gates.filter(({ name }) => name === 'blocked'),
        [{ name: 'blocked', met: false, formula: '2 > 0' }],
      );
    }),
  );
});
