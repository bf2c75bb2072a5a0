import assert from 'node:assert/strict';
import { RealityError } from '#domain';
import type { Config } from '#domain';
import { makeProject } from '../../fixtures/tools/config-project.ts';
import { loadConfig } from './load-config.ts';

// A schema as zod makes it, without importing zod from a folder that has none.
const SCHEMA = (path: string): string => `import { z } from '${path}';
export default { kind: 'cache', schema: z.strictObject({ size: z.int().min(1), expect: z.strictObject({ keys: z.array(z.string()) }).optional() }),
  declare: ({ size }) => ({ ports: size > 1 ? [{ name: 'main', protocol: 'tcp' }] : [] }), prepare: async () => ({}) };`;

const ZOD = import.meta.resolve('zod');

async function load(kind: string, component: string): Promise<Config | readonly string[]> {
  const text = `version: 1\nproject: p\nsuites: []\ncomponents:\n${component}`;
  const project = makeProject({ 'kinds/cache.js': kind, 'package.json': '{"type": "module"}', 'reality.yaml': text });
  try {
    return await loadConfig(project.request);
  } catch (error) {
    assert.ok(error instanceof RealityError, String(error));
    return error.details;
  } finally {
    project.remove();
  }
}

describe('kinds of components that are modules of the user', () => {
  it('are read by their own schema, and may be referred to as any other', async () => {
    const config = await load(
      SCHEMA(ZOD),
      '  c: { kind: ./kinds/cache.js, size: 2 }\n  d: { kind: service, command: [x, "${c.ports.main}"], ports: [], requires: [c] }\n',
    );
    assert.ok('components' in config, JSON.stringify(config));
    assert.deepEqual(config.components[0]?.declares, {
      ports: [{ name: 'main', protocol: 'tcp' }],
      urls: [],
      secrets: [],
      dirs: [],
      facts: [],
    });
    assert.equal(config.components[0]?.kind, './kinds/cache.js');
  });

  const refused: readonly (readonly [what: string, kind: string, component: string, lines: readonly RegExp[]])[] = [
    [
      'mistakes in their options, at their lines',
      SCHEMA(ZOD),
      '  c:\n    kind: ./kinds/cache.js\n    size: 0\n    expect: { kyes: [] }\n',
      [
        /^reality\.yaml:7:11: components\.c\.size must be at least 1, not 0/u,
        /^reality\.yaml:8:5: components\.c\.expect\.keys is missing$/u,
        /^reality\.yaml:8:15: unknown key "kyes" in components\.c\.expect; did you mean "keys"\?/u,
      ],
    ],
    [
      'a file that is not there',
      '',
      '  c: { kind: ./none.js }\n',
      [/^reality\.yaml:5:14: there is no file \.\/none\.js for this kind$/u],
    ],
    [
      'a module that cannot be loaded',
      'export default {',
      '  c: { kind: ./kinds/cache.js }\n',
      [/^reality\.yaml:5:14: the kind \.\/kinds\/cache\.js cannot be used: Unexpected end of input/u],
    ],
    [
      'a module without a default export',
      'export const x = 1;',
      '  c: { kind: ./kinds/cache.js }\n',
      [/cannot be used: it has no default export that is a kind/u],
    ],
    [
      'a default export that is none',
      "export default { kind: 'x', schema: {}, prepare: 1, declares: 1 };",
      '  c: { kind: ./kinds/cache.js }\n',
      [
        /its default export is no kind: prepare must be a function; schema must be a schema of zod 4; Unrecognized key: "declares"/u,
      ],
    ],
    [
      'a kind that fails',
      "export default { kind: 'x', declare: () => { throw new Error('oops'); }, prepare: async () => ({}) };",
      '  c: { kind: ./kinds/cache.js }\n',
      [],
    ],
  ];
  for (const [what, kind, component, lines] of refused) {
    it(`are refused for ${what}`, async () => {
      const details = await load(kind, component);
      assert.ok(Array.isArray(details), JSON.stringify(details));
      assert.equal(details.length, lines.length, JSON.stringify(details));
      for (const [index, line] of lines.entries()) assert.match(String(details[index]), line);
    });
  }
});
