import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mochaSuite } from '../../fixtures/tools/runner-config.ts';
import { complainAboutTool, isOneFile, narrowFiles } from './tool-options.ts';

const OPTIONS = { files: [], args: [], nodeArgs: [] };

describe('the tool of a project', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tool-options-'));
    mkdirSync(path.join(folder, 'deep'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const install = (version: string): void => {
    const home = path.join(folder, 'node_modules', 'tool');
    mkdirSync(home, { recursive: true });
    writeFileSync(path.join(home, 'package.json'), JSON.stringify({ name: 'tool', version }));
  };
  const complain = (known: Readonly<Record<number, string>>, options: object = {}): readonly string[] => {
    const suite = mochaSuite('s', 'passes.js', { cwd: path.join(folder, 'deep') });
    return complainAboutTool('tool', known, { options: { ...OPTIONS, ...options }, suite });
  };

  it('is missed with the command that installs it', () => {
    assert.deepEqual(complain({ 3: '18.0' }), [
      `tool is not installed in ${path.join(folder, 'deep')}: npm install -D tool`,
    ]);
  });

  it('is refused in a version that nobody has tried', () => {
    install('2.9.1');
    assert.deepEqual(complain({ 3: '18.0', 4: '20.0' }), ['tool 2.9.1 is not supported; 3, 4 are']);
  });

  it('is refused on a Node that is too old for it, unless another is named', () => {
    install('4.0.0');
    assert.deepEqual(complain({ 4: '18.0' }), []);
    assert.match(complain({ 4: '99.1' })[0] ?? '', /^tool 4\.0\.0 needs Node 99\.1 or newer, and this is \d/u);
    assert.deepEqual(complain({ 4: '99.1' }, { node: '/opt/node' }), []);
  });

  it('names files in titles where a suite is more than one file', () => {
    const file = path.join(folder, 'deep', 'a.test.js');
    writeFileSync(file, '');
    assert.equal(isOneFile([file]), true);
    assert.equal(isOneFile([path.dirname(file)]), false);
    assert.equal(isOneFile([]), false);
    assert.equal(isOneFile([file, file]), false);
  });

  it('loads only the files of the tests that are to run', () => {
    const suite = mochaSuite('s', 'passes.js', { cwd: folder });
    const test = { titles: ['t'], occurrence: 1, requirements: [] };
    const only = (tests: readonly (typeof test & { readonly file?: string })[]): readonly string[] =>
      narrowFiles(['/all'], { suite, only: { tests, file: 'unread' } });
    assert.deepEqual(narrowFiles(['/all'], { suite }), ['/all']);
    assert.deepEqual(
      only([
        { ...test, file: 'a.js' },
        { ...test, file: 'a.js' },
      ]),
      [path.join(folder, 'a.js')],
    );
    assert.deepEqual(only([{ ...test, file: 'a.js' }, test]), ['/all']);
  });
});
