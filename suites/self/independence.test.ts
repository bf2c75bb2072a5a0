import assert from 'node:assert/strict';
import { inLab, shell } from './lab.ts';

const LISTENS = "require('http').createServer((q, r) => r.end('ok')).listen(process.env.PORT, '127.0.0.1')";

function service(name: string): object {
  return {
    kind: 'service',
    command: [process.execPath, '-e', LISTENS],
    ports: ['http'],
    env: { PORT: `\${${name}.ports.http}` },
    ready: [{ http: `http://\${${name}.host}:\${${name}.ports.http}/` }],
  };
}

describe('--independence', () => {
  it(
    'tells what a suite needs from what it only declares, and turns no result red',
    inLab(async (lab) => {
      lab.configure({
        components: { api: service('api'), cache: service('cache') },
        suites: [
          shell('orders', 'test -n "$API" -a -n "$REALITY_API_HOST"', {
            requires: ['api', 'cache'],
            env: { API: '${api.ports.http}', CACHE: '${cache.ports.http}' },
          }),
          shell('red', 'false', { requires: ['api'] }),
        ],
      });
      await lab.run(['run', '--independence']);
      const found = lab.events().flatMap((event) => (event.kind === 'independence-found' ? [event.independence] : []));
      assert.deepEqual(
        found.map(({ suite, removed, world, outcome }) => [suite, removed, world, outcome]),
        [
          ['orders', ['api'], ['cache'], 'failed'],
          ['orders', ['cache'], ['api'], 'passed'],
        ],
      );
      assert.deepEqual(
        lab.assessment().suites.map(({ name, outcome }) => [name, outcome]),
        [
          ['orders', 'passed'],
          ['red', 'failed'],
        ],
      );
      assert.match(lab.report('assessment.md'), /\| `orders` +\| `api`, `cache` +\| `api` +\| `api` +\| `cache` +\|/u);
    }),
  );

  it(
    'finds the suite that lives on what another one leaves in a shared world',
    inLab(async (lab) => {
      const env = { DIR: '${dirs.streams}' };
      lab.configure({
        scope: 'run',
        components: { api: service('api') },
        suites: [
          shell('writes', 'touch "$DIR/left"', { requires: ['api'], env }),
          shell('reads', 'test -f "$DIR/left"', { requires: ['api'], env }),
        ],
      });
      const { status } = await lab.run(['run', '--independence', '-j', '1']);
      const { causes } = lab.assessment();
      const titles = causes.map(({ heading, title }) => `${heading} ${title}`);
      assert.equal(titles.length, 1, titles.join('\n'));
      assert.match(
        titles[0] ?? '',
        /^TEST_ARTIFACT reads passes in a world shared with other suites and not in its own/u,
      );
      assert.equal(status, 0);
    }),
  );
});
