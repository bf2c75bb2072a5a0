import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ComponentDeclaration } from './config.ts';
import { checkReference, fillReferences, findReferences, findTexts } from './reference.ts';
import type { ReferableComponent } from './reference.ts';

const declares = (some: Partial<ComponentDeclaration>): ComponentDeclaration => ({
  ports: [],
  urls: [],
  secrets: [],
  dirs: [],
  facts: [],
  ...some,
});

const components: readonly ReferableComponent[] = [
  { name: 'mediamtx', requires: [], declares: declares({ ports: [{ name: 'api', protocol: 'tcp' }], urls: ['api'] }) },
  { name: 'service', requires: ['mediamtx'], declares: declares({ secrets: ['jwt'], dirs: ['data'] }) },
  { name: 'camera0', requires: ['service'], declares: declares({ facts: ['path'] }) },
];

describe('references', () => {
  it('are found in order, and an escaped one is none', () => {
    assert.deepEqual(
      findReferences('a ${service.host} $${x.y} ${dirs.logs} ${').map((reference) => reference.path),
      [['service', 'host'], ['dirs', 'logs'], []],
    );
  });

  it('are found inside maps and lists with their path', () => {
    assert.deepEqual(findTexts({ env: { A: 'x' }, ready: [{ http: 'y' }], n: 1 }), [
      { path: ['env', 'A'], text: 'x' },
      { path: ['ready', '0', 'http'], text: 'y' },
    ]);
  });

  it('are filled once: what comes in is not read again', () => {
    assert.equal(
      fillReferences('<${a.host}|$${b}>', () => '${c.host}'),
      '<${c.host}|${b}>',
    );
  });

  it('leave every text without ${ as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('${'));
        return fillReferences(text, () => 'never') === text && findReferences(text).length === 0;
      }),
    );
  });

  const table: readonly (readonly [text: string, from: string, problem: RegExp | undefined])[] = [
    ['${mediamtx.ports.api}', 'service', undefined],
    ['${mediamtx.ports.api}', 'camera0', undefined],
    ['${service.secrets.jwt}', 'service', undefined],
    ['${dirs.recordings}', 'mediamtx', undefined],
    ['${dirs.data}', 'service', undefined],
    ['${dirs.data}', 'mediamtx', /names no directory/u],
    ['${mediamtx.ports.rtsp}', 'service', /nothing that mediamtx has under ports/u],
    ['${mediamtx.port.api}', 'service', /must go on with/u],
    ['${mediamtx.host.x}', 'service', /goes on after host/u],
    ['${mediamtx}', 'service', /must go on with/u],
    ['${mediamtx.ports.api.x}', 'service', /nothing that mediamtx has/u],
    ['${camera0.facts.path}', 'service', /does not require/u],
    ['${nobody.host}', 'service', /names no component/u],
    ['${not a reference}', 'service', /is not a reference/u],
    ['${open', 'service', /is not a reference/u],
  ];
  for (const [text, from, problem] of table) {
    it(`${text} in ${from} is ${problem === undefined ? 'right' : 'refused'}`, () => {
      const [reference] = findReferences(text);
      assert.ok(reference);
      const found = checkReference(reference, from, components);
      if (problem === undefined) assert.equal(found, undefined);
      else assert.match(found?.text ?? '', problem);
    });
  }

  it('say what could have been meant', () => {
    const [reference] = findReferences('${mediamtx.ports.apu}');
    assert.ok(reference);
    assert.deepEqual(checkReference(reference, 'service', components)?.known, ['api']);
  });
});
