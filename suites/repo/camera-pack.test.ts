import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { z } from 'zod';
import { listFiles, readTable, readText } from './repository.ts';

const SUITES = 'suites/camera/';
const registry = z.looseObject({ requirements: z.array(z.looseObject({ id: z.string() })) });
const pack = z.looseObject({
  suites: z.array(z.looseObject({ name: z.string(), files: z.array(z.string()).default([]) })),
});

describe('bundled camera suites', () => {
  it('cite every requirement of the registry, and none besides', () => {
    const tests = listFiles().filter((path) => path.startsWith(SUITES) && /\.(?:suite\.ts|sh)$/u.test(path));
    const cited = tests.flatMap((path) => readText(path).match(/REQ-[A-Z]+-\d{3}\b/gu) ?? []);
    const { requirements } = registry.parse(parse(readText('docs/requirements.yaml')));
    const known = requirements.map(({ id }) => id);
    assert.deepEqual([...new Set(cited)].toSorted(), known.toSorted());
  });

  it('are all in the pack, and all described', () => {
    const { suites } = pack.parse(parse(readText(`${SUITES}pack.yaml`)));
    const names = suites.map(({ name }) => name);
    const rows = readTable(readText('docs/reference/bundled-suites.md'), 'to the path of its name.').slice(1);
    assert.deepEqual(
      rows.map(([name = '']) => name.replaceAll('`', '')),
      names,
    );
    const files = suites.flatMap((suite) => suite.files).map((file) => file.replace(/^.*\/|\.js$/gu, ''));
    const sources = listFiles()
      .filter((path) => path.startsWith(SUITES) && path.endsWith('.suite.ts'))
      .map((path) => path.slice(SUITES.length, -'.ts'.length));
    assert.deepEqual(files.toSorted(), sources.toSorted());
  });

  it('know nothing of the service: they import the kit, Node and each other', () => {
    for (const path of listFiles().filter((each) => each.startsWith(SUITES) && each.endsWith('.ts'))) {
      const foreign = [...readText(path).matchAll(/from '([^']+)'/gu)]
        .map((match) => match[1] ?? '')
        .filter((name) => !/^(?:node:|\.\/|reality-harness\/kit$)/u.test(name));
      assert.deepEqual(foreign, [], path);
    }
  });

  it('wait on conditions and never for a time', () => {
    for (const path of listFiles().filter((each) => each.startsWith(SUITES))) {
      assert.doesNotMatch(readText(path), /\bsetTimeout\b|timers\/promises|^\s*sleep\b/mu, path);
    }
  });
});
