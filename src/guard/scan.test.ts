import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { scan } from './scan.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

/** Findings as `rule verdict file:line`, and problems as they are. */
function look(
  files: Readonly<Record<string, string>>,
  paths: readonly string[] = ['.'],
  goArgs: readonly string[] = [],
): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'scan-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const { findings, problems } = scan({ paths: paths.map((path) => join(root, path)), root, goArgs });
    const found = findings.map(
      ({ rule, verdict, file, line }) => `${rule} ${verdict} ${file.slice(root.length + 1)}:${line}`,
    );
    return [...found, ...problems.map((problem) => problem.replaceAll(root, ''))];
  } finally {
    rmSync(root, { recursive: true });
  }
}

function has(program: string): boolean {
  return spawnSync(program, ['--help']).error === undefined;
}

/** Skips and says why. */
function needs(test: Mocha.Context, program: string): void {
  if (has(program)) return;
  leaveOut(test, `${program} is not on the PATH`);
}

const HONEST = "import { it } from 'vitest';\nit('works', () => {});\n";

describe('the scan of settings', () => {
  it('names what jest puts in the place of modules, and leaves styles alone', () => {
    const jest = {
      moduleNameMapper: {
        '^@/(.*)$': '<rootDir>/src/$1',
        '\\.css$': '<rootDir>/mocks/style.js',
        client: '<rootDir>/mocks/client.js',
      },
      automock: true,
    };
    assert.deepEqual(look({ 'package.json': JSON.stringify({ jest }), 'a.test.js': HONEST }), [
      'module-mapped block package.json:1',
      'automock block package.json:1',
    ]);
  });

  it('names aliases of vitest that lead to stand-ins', () => {
    const config = "export default { test: { alias: {\n  './client': './test/fake-client.ts',\n  '@': './src' } } };";
    assert.deepEqual(look({ 'vitest.config.ts': config, 'a.test.ts': HONEST }), [
      'module-mapped block vitest.config.ts:2',
    ]);
  });

  it('names conditions of a package that lead to stand-ins', () => {
    const imports = { '#client': { test: './mocks/client.js', default: './client.js' } };
    assert.deepEqual(look({ 'package.json': JSON.stringify({ imports }), 'a.test.js': HONEST }), [
      'module-mapped block package.json:1',
    ]);
  });

  it('reads what mocha loads before the tests', () => {
    const files = {
      '.mocharc.json': '{ "require": ["./setup.js"] }',
      'setup.js': "import { setupServer } from 'msw/node';",
      'tests/a.test.js': HONEST,
    };
    assert.deepEqual(look(files, ['tests']), ['mock-package block setup.js:1']);
    assert.deepEqual(
      look({ '.mocharc.yml': 'require: ./setup.js\n', 'setup.js': 'import "nock";', 'tests/a.test.js': HONEST }, [
        'tests',
      ]),
      ['mock-package block setup.js:1'],
    );
  });

  it('reads the set-up files of vitest', () => {
    const files = {
      'vitest.config.mjs': "export default { test: { setupFiles: ['./setup.mjs'] } };",
      'setup.mjs': "import { vi } from 'vitest';\nvi.mock('./client');",
      'tests/a.test.mjs': HONEST,
    };
    assert.deepEqual(look(files, ['tests']), ['mock-call block setup.mjs:2']);
  });

  it('names a folder of mocks', () => {
    assert.deepEqual(look({ '__mocks__/fs.js': 'export default {};', 'a.test.js': HONEST }), [
      'mocks-folder block __mocks__/fs.js:1',
    ]);
  });
});

const PYTHON: readonly { readonly name: string; readonly code: string; readonly found?: readonly string[] }[] = [
  { name: 'unittest.mock', code: 'from unittest.mock import patch\n', found: ['mock-package block test_a.py:1'] },
  {
    name: 'unittest and then mock',
    code: 'import os\nfrom unittest import mock as m\n',
    found: ['mock-package block test_a.py:2'],
  },
  { name: 'responses', code: 'import responses\n', found: ['mock-package block test_a.py:1'] },
  { name: 'a package that nobody listed', code: 'import acme_http_mock\n', found: ['mock-package block test_a.py:1'] },
  {
    name: 'import_module',
    code: "import importlib\nm = importlib.import_module('unittest.mock')\n",
    found: ['mock-package block test_a.py:2'],
  },
  {
    name: 'the fixture of pytest-mock',
    code: 'def test_x(mocker):\n    pass\n',
    found: ['mock-fixture block test_a.py:1'],
  },
  {
    name: 'monkeypatch.setattr',
    code: "def test_x(monkeypatch):\n    monkeypatch.setattr('subprocess.run', None)\n",
    found: ['monkeypatch block test_a.py:2'],
  },
  {
    name: 'a module overwritten',
    code: 'import subprocess\nsubprocess.run = None\n',
    found: ['module-replaced block test_a.py:2'],
  },
  {
    name: 'sys.modules',
    code: "import sys\nsys.modules['requests'] = object()\n",
    found: ['module-replaced block test_a.py:2'],
  },
  {
    name: 'the environment',
    code: "def test_x(monkeypatch, tmp_path):\n    monkeypatch.setenv('A', 'b')\n    monkeypatch.chdir(tmp_path)\n",
  },
  { name: 'unittest itself', code: 'import unittest\nfrom unittest import TestCase\n' },
  { name: 'words', code: '"""uses unittest.mock"""\n# patch.object(x)\nNAME = "Mock()"\n' },
  { name: 'types', code: 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from unittest.mock import Mock\n' },
  { name: 'aiohttp.test_utils', code: 'from aiohttp import test_utils\n' },
  { name: 'faker', code: 'from faker import Faker\n' },
  { name: 'an own name', code: 'from mock_data import CAMERAS\n' },
];

describe('the scan of Python', () => {
  before(function python() {
    needs(this, 'python3');
  });

  for (const { name, code, found = [] } of PYTHON) {
    it(`${found.length === 0 ? 'says nothing of' : 'names'} ${name}`, () => {
      assert.deepEqual(look({ 'test_a.py': code, 'mock_data.py': 'CAMERAS = []\n' }, ['test_a.py']), found);
    });
  }

  it('follows first-party modules and every conftest.py that pytest loads', () => {
    const files = {
      'conftest.py': 'import responses\n',
      'tests/conftest.py': '',
      'tests/test_a.py': 'from .support import client\n',
      'tests/support.py': 'from unittest import mock\n',
    };
    assert.deepEqual(look(files, ['tests/test_a.py']), [
      'mock-package block conftest.py:1',
      'mock-package block tests/support.py:1',
    ]);
  });

  it('says of a file that is no program that it is none', () => {
    assert.match(look({ 'test_a.py': 'def (:\n' }).join(), /test_a\.py cannot be read as a program/u);
    assert.match(look({ 'test_a.py': ' '.repeat(9 * 1024 * 1024) }).join(), /it is larger than 8 MB/u);
  });
});

const MODULE = { 'go.mod': 'module example.com/cameras\n\ngo 1.21\n', 'cameras.go': 'package cameras\n' };

describe('the scan of Go', () => {
  before(function go() {
    needs(this, 'go');
  });

  it('names a server of httptest, and no words', () => {
    const code =
      'package cameras\n\nimport (\n\t"net/http/httptest"\n\t"testing"\n)\n\n// httptest.NewServer\nfunc TestX(t *testing.T) {\n\t_ = "httptest.NewServer("\n\ts := httptest.NewServer(nil)\n\ts.Close()\n}\n';
    assert.deepEqual(look({ ...MODULE, 'a_test.go': code }), ['fake-server block a_test.go:11']);
  });

  it('lists a server of httptest that serves the handler of the service itself', () => {
    const service =
      'package cameras\n\nimport "net/http"\n\nfunc NewRouter() http.Handler { return http.NewServeMux() }\n';
    const test = (handler: string): string =>
      `package cameras\n\nimport (\n\t"net/http"\n\t"net/http/httptest"\n\t"testing"\n)\n\nvar _ = http.NotFound\n\nfunc TestX(t *testing.T) { httptest.NewServer(${handler}).Close() }\n`;
    const files = { ...MODULE, 'router.go': service };
    assert.deepEqual(look({ ...files, 'a_test.go': test('NewRouter()') }), ['own-server warn a_test.go:11']);
    assert.deepEqual(look({ ...files, 'a_test.go': test('http.HandlerFunc(http.NotFound)') }), [
      'fake-server block a_test.go:11',
    ]);
  });

  it('names mocks by their package and by who generated them', () => {
    const files = {
      ...MODULE,
      'mocks/client.go': '// Code generated by MockGen. DO NOT EDIT.\n\npackage mocks\n',
      'a_test.go':
        'package cameras\n\nimport (\n\t_ "example.com/cameras/mocks"\n\t_ "github.com/stretchr/testify/mock"\n)\n',
    };
    assert.deepEqual(look(files), ['mock-package block a_test.go:4', 'mock-package block a_test.go:5']);
  });

  it('names mocks that were generated into the package itself where a test uses them', () => {
    const generated =
      '// Code generated by mockery v2. DO NOT EDIT.\n\npackage cameras\n\ntype MockClient struct{}\n\nfunc NewMockClient() *MockClient { return nil }\n';
    const test = (body: string): string =>
      `package cameras\n\nimport "testing"\n\n// MockClient\nfunc TestX(t *testing.T) { ${body} }\n`;
    assert.deepEqual(look({ ...MODULE, 'mock_client.go': generated, 'a_test.go': test('_ = NewMockClient()') }), [
      'mock-package block a_test.go:6',
    ]);
    assert.deepEqual(look({ ...MODULE, 'mock_client.go': generated, 'a_test.go': test('_ = "MockClient"') }), []);
  });

  it('reads what the build tags of the suite make a test, and names what they leave out', () => {
    const code =
      '//go:build integration\n\npackage cameras\n\nimport (\n\t"testing"\n\n\t_ "go.uber.org/mock/gomock"\n)\n\nfunc TestX(t *testing.T) {}\n';
    const files = { ...MODULE, 'a_test.go': code };
    assert.deepEqual(look(files), ['left-out warn a_test.go:1']);
    for (const args of [
      ['-tags', 'integration'],
      ['-race', '-tags=integration,e2e'],
    ]) {
      assert.deepEqual(look(files, ['.'], args), ['mock-package block a_test.go:8']);
    }
  });

  it('lists servers of the test itself, and not those of the service', () => {
    const test =
      'package cameras\n\nimport (\n\t"net"\n\t"testing"\n)\n\nfunc TestX(t *testing.T) {\n\tl, _ := net.Listen("tcp", "127.0.0.1:0")\n\tl.Close()\n}\n';
    const dials = test.replace('net.Listen("tcp", "127.0.0.1:0")', 'net.Dial("tcp", "127.0.0.1:8554")');
    const service = 'package cameras\n\nimport "net"\n\nfunc Serve() { _, _ = net.Listen("tcp", ":0") }\n';
    assert.deepEqual(look({ ...MODULE, 'serve.go': service, 'a_test.go': test }), ['own-server warn a_test.go:9']);
    assert.deepEqual(look({ ...MODULE, 'serve.go': service, 'a_test.go': dials }), []);
  });

  it('says nothing of assertions, nor of what they import themselves', () => {
    const code = 'package cameras\n\nimport (\n\t_ "github.com/stretchr/testify/assert"\n\t_ "testing"\n)\n';
    assert.deepEqual(look({ ...MODULE, 'a_test.go': code }), []);
  });
});
