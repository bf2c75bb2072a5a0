import assert from 'node:assert/strict';
import { attributeFrame } from './frame-origin.ts';

const context = { cwd: '/app', testFile: 'dist/suites/a.suite.js', serviceFolders: ['/app/dist/service'] };

describe('where a frame lies', () => {
  const cases: readonly (readonly [file: string, origin: string])[] = [
    ['/app/dist/suites/a.suite.js', 'test'],
    ['/app/suites/a.suite.ts', 'test'],
    ['file:///app/dist/suites/a.suite.js', 'test'],
    ['dist/suites/a.suite.js', 'test'],
    ['/app/dist/suites/b.suite.js', 'helper'],
    ['/app/dist/suites/../suites/client.js', 'helper'],
    ['/elsewhere/shared/client.py', 'helper'],
    ['/app/dist/service/main.js', 'service'],
    ['/app/node_modules/undici/lib/api.js', 'library'],
    ['/app/node_modules/mocha/lib/runner.js', 'framework'],
    ['/app/node_modules/@vitest/runner/dist/index.js', 'framework'],
    ['/app/node_modules/mocha/node_modules/ws/index.js', 'library'],
    ['/app/node_modules/mocha-junit-helper/index.js', 'library'],
    ['/home/u/.venv/lib/python3.11/site-packages/requests/api.py', 'library'],
    ['/home/u/.venv/lib/python3.11/site-packages/_pytest/runner.py', 'framework'],
    ['/usr/lib/python3.11/asyncio/tasks.py', 'library'],
    ['/usr/lib/python3.11/unittest/case.py', 'framework'],
    ['/usr/local/go/src/net/http/client.go', 'library'],
    ['/usr/local/go/src/testing/testing.go', 'framework'],
    ['/home/u/go/pkg/mod/github.com/x/y@v1/z.go', 'library'],
    ['node:internal/process/task_queues', 'library'],
  ];
  for (const [file, origin] of cases) {
    it(`${file} is ${origin}`, () => {
      assert.equal(attributeFrame(file, context), origin);
    });
  }

  it('is no service where the service shares its folder with the test', () => {
    assert.equal(attributeFrame('/app/lib/x.js', { ...context, serviceFolders: ['/app'] }), 'helper');
  });

  it('does not depend on what things are called', () => {
    const renamed = { cwd: '/mediamtx', testFile: '/mediamtx/x/q.js', serviceFolders: ['/mediamtx/y'] };
    assert.equal(attributeFrame('/mediamtx/x/q.js', renamed), 'test');
    assert.equal(attributeFrame('/mediamtx/y/test.js', renamed), 'service');
    assert.equal(attributeFrame('/mediamtx/service/z.js', renamed), 'helper');
  });
});
