import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';
import { obtainPythonPackages } from '../../fixtures/foreign/python-packages.ts';
import { DISARMINGS } from '../../fixtures/guard/listed/disarmings.ts';
import type { Disarming } from '../../fixtures/guard/listed/disarmings.ts';
import { Lab } from './lab.ts';

// Each is a suite of one real run. None of them may come out of it as one that used no mocks, but those that used none.

const MOCKS =
  "try { require('sinon').stub(); } catch (error) { console.error(error.stack); }\nif (process.connected) process.disconnect();\n";
const HEAD = `const { exec, fork, spawn, spawnSync } = require('node:child_process');
const cluster = require('node:cluster');
const { Worker } = require('node:worker_threads');
const node = process.execPath;
const child = './mocks.cjs';
const end = (process) => new Promise((resolve, reject) => process.on('exit', resolve).on('error', reject));
const use = () => require('./mocks.cjs');
`;
const FILES: Readonly<Record<string, string>> = {
  'mocks.cjs': MOCKS,
  'mocks.mjs': "import sinon from 'sinon';\nsinon.stub();\n",
  'honest.cjs': 'process.exitCode = 0;\n',
  'loader.mjs': 'export const resolve = (specifier, context, next) => next(specifier, context);\n',
  'package.json': JSON.stringify({
    name: 'disarms',
    scripts: { kept: 'node mocks.cjs', lost: 'NODE_OPTIONS= node mocks.cjs' },
  }),
  'npmrc/package.json': JSON.stringify({ name: 'npmrc', scripts: { kept: 'node ../mocks.cjs' } }),
  'npmrc/.npmrc': 'node-options=--no-warnings\n',
  'node_modules/sinon/package.json': JSON.stringify({ name: 'sinon', version: '1.0.0', main: 'index.js' }),
  'node_modules/sinon/index.js': 'module.exports = { stub: () => () => 42 };\n',
  'node_modules/tool/package.json': JSON.stringify({ name: 'tool', version: '1.0.0', bin: 'tool.js' }),
  'node_modules/tool/tool.js': "#!/usr/bin/env node\nrequire('../../mocks.cjs');\n",
  'mocks.py': 'from uses import work\nwork()\n',
  'uses.py': 'from unittest import mock\n\n\ndef work():\n    mock.Mock()\n',
  'honest.py': 'import json\nprint(json.dumps(1))\n',
  'lib/empty.py': '',
  'site/sitecustomize.py': 'NAME = "the project"\n',
};

const PYTHON = `import importlib, multiprocessing, os, subprocess, sys, venv

python = sys.executable
child = "mocks.py"


def work():
    from unittest import mock
    mock.Mock()


def start(how):
    from uses import work
    process = multiprocessing.get_context(how).Process(target=work)
    process.start()
    process.join()


`;

function suiteOf(lab: Lab, { id, runs, code, args }: Disarming, python: string): object {
  const base = { name: id, engine: runs, lane: 'integration' };
  if (runs === 'mocha') {
    const file = `${id}.test.cjs`;
    lab.write(file, `${HEAD}it('goes on', async () => {\n  ${code};\n});\n`);
    return { ...base, files: [file] };
  }
  const file = `test_${id.replace('-', '_')}.py`;
  lab.write(file, `${PYTHON}def test_goes_on(tmp_path):\n    ${code}\n`);
  return { ...base, files: [file], python, args };
}

const SEEN: Readonly<Record<Disarming['becomes'], string>> = {
  held: 'mock-violation',
  unguarded: 'passed unguarded',
  armed: 'passed',
};

describe('suites that could lose their guard', function disarming() {
  this.timeout(900_000);
  const lab = new Lab();
  let stdout = '';

  before(async function runsAll() {
    const python = await obtainPythonPackages();
    if (python.kind === 'absent') leaveOut(this, python.why);
    for (const [name, text] of Object.entries(FILES)) lab.write(name, text);
    mkdirSync(lab.path('node_modules/.bin'));
    chmodSync(lab.path('node_modules/tool/tool.js'), 0o755);
    symlinkSync('../tool/tool.js', lab.path('node_modules/.bin/tool'));
    const suites = DISARMINGS.map((one) => suiteOf(lab, one, `${python.folder}/bin/python`));
    lab.configure({ suites, gates: { maxCauses: {}, minPassRate: 0 } });
    const ended = await lab.run(['run', '--all', '--no-scan']);
    assert.equal(ended.status, 1, ended.stderr);
    ({ stdout } = ended);
  });
  after(async () => lab.close());

  for (const { id, what, becomes } of DISARMINGS) {
    it(`${id}: ${what}: ${becomes}`, () => {
      const { outcome, marks, tests } = lab.suite(id);
      const told = lab
        .events()
        .flatMap((event) =>
          event.kind === 'guard-attested' && event.attempt.startsWith(`${id}/`) ? [event.attestation.note] : [],
        );
      assert.equal(
        [outcome, ...marks.filter((mark) => mark !== 'leaky')].join(' '),
        SEEN[becomes],
        JSON.stringify({ told, tests, stdout: stdout.slice(0, 400) }),
      );
    });
  }
});
