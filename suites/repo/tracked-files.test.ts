import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { listFiles, readText, ROOT } from './repository.ts';

const MAX_BYTES = 200_000;

/** Hosts and folders that would tell on which machine something was made. */
function privateTexts(): readonly string[] {
  const registry = execFileSync('npm', ['config', 'get', 'registry', '--loglevel=silent'], { encoding: 'utf8' }).trim();
  return [new URL(registry).host, ['registry', 'npmjs', 'org'].join('.'), `${homedir()}/`, `${ROOT}/`];
}

function findLines(path: string, wanted: (line: string) => boolean): readonly string[] {
  return readText(path)
    .split('\n')
    .flatMap((line, index) => (wanted(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

describe('tracked files', () => {
  it(`are smaller than ${MAX_BYTES} bytes`, () => {
    const large = listFiles().filter((path) => statSync(join(ROOT, path)).size >= MAX_BYTES);
    assert.deepEqual(large, []);
  });

  it('name no registry host and no folder of a machine', () => {
    const texts = privateTexts();
    const hits = listFiles().flatMap((path) => findLines(path, (line) => texts.some((text) => line.includes(text))));
    assert.deepEqual(hits, []);
  });

  it('are text without trailing blanks at the end of the file', () => {
    // Stored runs are kept as their runs wrote them.
    const own = listFiles().filter((path) => !path.startsWith('fixtures/journals/'));
    const text = own.filter((path) => /\.(ts|js|json|md|ya?ml)$/.test(path));
    assert.deepEqual(
      text.filter((path) => !/[^\n]\n$/.test(readText(path))),
      [],
    );
  });

  it('switch no test off', () => {
    const tests = listFiles().filter((path) => /\.(test|suite)\.ts$/.test(path));
    const off = /\b(describe|context|it|suite|test|specify)\.(only|skip)\(['"`]|\bx(describe|context|it|specify)\(/;
    assert.deepEqual(
      tests.flatMap((path) => findLines(path, (line) => off.test(line))),
      [],
    );
  });
});
