import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { scanScripts } from './scan-scripts.ts';

/** What a file is found guilty of: `rule verdict line`. */
function scan(files: Readonly<Record<string, string>>, entry = Object.keys(files)[0] ?? ''): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'scan-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const { findings, problems } = scanScripts([join(root, entry)], root);
    assert.deepEqual(problems, []);
    return findings.map(({ rule, verdict, line, file }) => `${rule} ${verdict} ${file.slice(root.length + 1)}:${line}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface Case {
  readonly name: string;
  readonly code: string;
  /** Rule and verdict; absent = innocent. */
  readonly found?: string;
  readonly file?: string;
}

const CASES: readonly Case[] = [
  {
    name: 'sinon, imported',
    code: "import sinon from 'sinon';\nsinon.stub(client, 'list');",
    found: 'mock-package block',
  },
  { name: 'a type of sinon', code: "import type { SinonStub } from 'sinon';\nexport type Stub = SinonStub;" },
  {
    name: 'a type of sinon beside nothing else',
    code: "import { type SinonStub } from 'sinon';\nexport type Stub = SinonStub;",
  },
  {
    name: 'nock, required',
    code: "const nock = require('nock');\nnock('http://x').get('/').reply(200);",
    found: 'mock-package block',
    file: 'a.cjs',
  },
  { name: 'msw below its name', code: "import { setupServer } from 'msw/node';", found: 'mock-package block' },
  {
    name: 'a mock package that nobody listed',
    code: "import fetchMock from 'vitest-fetch-mock';",
    found: 'mock-package block',
  },
  { name: 'a scoped one', code: "import { mockClient } from '@acme/http-mock';", found: 'mock-package block' },
  {
    name: 'one through createRequire',
    code: "import { createRequire } from 'node:module';\nconst load = createRequire(import.meta.url);\nload('proxyquire');",
    found: 'mock-package block',
  },
  {
    name: 'one through createRequire at once',
    code: "import { createRequire } from 'node:module';\ncreateRequire(import.meta.url)('proxyquire');",
    found: 'mock-package block',
  },
  {
    name: 'one imported late',
    code: "const { default: esmock } = await import('esmock');",
    found: 'mock-package block',
  },
  { name: 'one exported on', code: "export * from 'testdouble';", found: 'mock-package block' },
  { name: 'one by import equals', code: "import td = require('testdouble');", found: 'mock-package block' },
  { name: 'one that is only looked for', code: "import.meta.resolve('sinon');\nrequire.resolve('nock');" },
  {
    name: 'one that may be missing',
    code: "try { require('sinon'); } catch { console.log('no sinon'); }",
    found: 'mock-package warn',
    file: 'a.cjs',
  },
  { name: 'faker', code: "import { faker } from '@faker-js/faker';\nfaker.person.firstName();" },
  { name: 'a real database binary', code: "import { MongoMemoryServer } from 'mongodb-memory-server';" },
  { name: 'a proxy to the real thing', code: "import { Toxiproxy } from 'toxiproxy-node-client';" },
  { name: 'words', code: "// jest.mock('x')\nconst text = 'sinon.stub()';\nit('jest.mock is not used', () => text);" },
  { name: 'vi.mock', code: "import { vi } from 'vitest';\nvi.mock('./client', () => ({}));", found: 'mock-call block' },
  {
    name: 'vi under another name',
    code: "import { vi as v } from 'vitest';\nv.spyOn(client, 'list');",
    found: 'mock-call block',
  },
  { name: 'vi as a global', code: "vi.stubGlobal('fetch', () => 1);", found: 'mock-call block' },
  {
    name: 'vi.fn as a listener',
    code: "import { vi } from 'vitest';\nconst heard = vi.fn();\nemitter.on('x', heard);",
    found: 'mock-call warn',
  },
  { name: 'a vi of its own', code: 'const vi = { mock(name) { return name; } };\nvi.mock("a");' },
  { name: 'environment for a test of vitest', code: "import { vi } from 'vitest';\nvi.stubEnv('A', 'b');" },
  { name: 'jest.mock', code: "jest.mock('../client');", found: 'mock-call block' },
  {
    name: 'jest of its package',
    code: "import { jest } from '@jest/globals';\njest.unstable_mockModule('./c', () => ({}));",
    found: 'mock-call block',
  },
  { name: 'timeouts of jest', code: 'jest.setTimeout(1000);' },
  {
    name: 'mock of node:test',
    code: "import { mock } from 'node:test';\nmock.method(fs, 'readFile', () => 1);",
    found: 'node-mock block',
  },
  {
    name: 'mock of a test of node:test',
    code: "import test from 'node:test';\ntest('x', (t) => { t.mock.timers.enable(); });",
    found: 'node-mock block',
  },
  { name: 'a mock of something else', code: "import test from 'node:test';\ntest('x', () => { report.mock = 1; });" },
  {
    name: 'MockAgent',
    code: "import { MockAgent, setGlobalDispatcher } from 'undici';\nsetGlobalDispatcher(new MockAgent());",
    found: 'undici-mock block',
  },
  {
    name: 'MockAgent by its module',
    code: "import * as undici from 'undici';\nnew undici.MockPool('http://x', {});",
    found: 'undici-mock block',
  },
  {
    name: 'a plain Agent',
    code: "import { Agent, setGlobalDispatcher } from 'undici';\nsetGlobalDispatcher(new Agent({ connect: { timeout: 1000 } }));",
  },
  { name: 'fetch by hand', code: "globalThis.fetch = async () => new Response('{}');", found: 'global-replaced block' },
  {
    name: 'fetch by hand, as any',
    code: '(globalThis as any).fetch = async () => ({ ok: true });',
    found: 'global-replaced block',
    file: 'a.ts',
  },
  {
    name: 'fetch by defineProperty',
    code: "Object.defineProperty(globalThis, 'fetch', { value: () => 1 });",
    found: 'global-replaced block',
  },
  { name: 'fetch put back', code: 'const before = globalThis.fetch;\nafter(() => { globalThis.fetch = before; });' },
  { name: 'a real fetch', code: "import { fetch } from 'undici';\nglobalThis.fetch = fetch;" },
  { name: 'a real WebSocket', code: "import { WebSocket } from 'ws';\nObject.assign(globalThis, { WebSocket });" },
  {
    name: 'http.request by hand',
    code: "import http from 'node:http';\nconst before = http.request;\nhttp.request = () => canned;\nhttp.request = before;",
    found: 'module-replaced block',
  },
  {
    name: 'spawn by hand',
    code: "const child = require('child_process');\nchild.spawn = () => new EventEmitter();",
    found: 'module-replaced block',
    file: 'a.cjs',
  },
  {
    name: 'a prototype by hand',
    code: "import { Client } from '../client.js';\nClient.prototype.list = async () => [];",
    found: 'module-replaced block',
  },
  { name: 'an own prototype', code: 'function Bag() {}\nBag.prototype.size = function size() { return 0; };' },
  { name: 'a handler', code: "import { socket } from './socket.js';\nsocket.onmessage = () => {};" },
  {
    name: 'require.cache',
    code: "require.cache[require.resolve('./client')] = { exports: {} };",
    found: 'module-cache block',
    file: 'a.cjs',
  },
  { name: 'require.cache, emptied', code: "delete require.cache[require.resolve('./client')];", file: 'a.cjs' },
  {
    name: 'the loader',
    code: "const Module = require('node:module');\nModule._load = () => ({});",
    found: 'block',
    file: 'a.cjs',
  },
  {
    name: 'a canned answer for a browser',
    code: "await page.route('**/api', (route) => route.fulfill({ body: '[]' }));",
    found: 'answer-canned block',
  },
  { name: 'a route that goes on', code: "await page.route('**/api', (route) => route.continue());" },
  {
    name: 'WireMock',
    code: "import { spawn } from 'node:child_process';\nspawn('npx', ['wiremock', '--port', '1']);\nexecSync('docker run wiremock/wiremock');",
    found: 'mock-program block',
  },
  { name: 'toxiproxy', code: "import { spawn } from 'node:child_process';\nspawn('toxiproxy-server');" },
];

describe('the scan of scripts', () => {
  for (const { name, code, found, file = 'a.mts' } of CASES) {
    it(`${found === undefined ? 'says nothing of' : `names (${found})`} ${name}`, () => {
      const said = scan({ [file]: code });
      if (found === undefined) assert.deepEqual(said, []);
      else
        assert.ok(
          said.some((one) => one.includes(found)),
          said.join(' | ') || 'nothing was said',
        );
    });
  }

  it('follows what a file loads of its own project, and says by which way', () => {
    const said = scan({
      'a.test.ts': "import { client } from './support/client.js';\nclient();",
      'support/client.ts': "export { client } from './deep';",
      'support/deep/index.ts': "import nock from 'nock';\nexport const client = () => nock('x');",
      'support/unused.ts': "import 'sinon';",
    });
    assert.deepEqual(said, ['mock-package block support/deep/index.ts:1']);
  });

  it('follows the aliases of a package', () => {
    const said = scan({
      'a.test.mjs': "import '#support';",
      'package.json': '{ "imports": { "#support": "./support.mjs" } }',
      'support.mjs': "import 'sinon';",
    });
    assert.deepEqual(said, ['mock-package block support.mjs:1']);
  });

  it('follows no further where a plain file is loaded', () => {
    const files = { 'a.cjs': "require('./data.json');\nrequire('nock');\n", 'data.json': '{}\n' };
    assert.deepEqual(scan(files), ['mock-package block a.cjs:2']);
  });

  it('says of a file that is no program that it is none', () => {
    const root = mkdtempSync(join(tmpdir(), 'scan-'));
    try {
      writeFileSync(join(root, 'a.js'), 'const = ;');
      const { problems } = scanScripts([join(root, 'a.js')], root);
      assert.match(problems.join(), /a\.js cannot be read as a program/u);
      writeFileSync(join(root, 'b.js'), ' '.repeat(9 * 1024 * 1024));
      assert.match(
        scanScripts([join(root, 'b.js')], root).problems.join(),
        /b\.js cannot be read: it is larger than 8 MB/u,
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
