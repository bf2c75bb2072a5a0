import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ComponentSpec } from '#domain';
import { requirementsOf, sortByRequirements } from './order.ts';

const spec = (name: string, requires: readonly string[], implied: readonly string[] = []): ComponentSpec => ({
  name,
  kind: 'service',
  requires,
  autostart: true,
  options: {},
  declares: { ports: [], urls: [], secrets: [], dirs: [], facts: [], requires: implied },
  place: { file: 'reality.yaml', line: 1, column: 1 },
});

describe('the order of a world', () => {
  it('puts each component after what it requires or names', () => {
    const names = sortByRequirements([
      spec('camera', ['service'], ['media']),
      spec('service', ['media']),
      spec('media', []),
    ]);
    assert.deepEqual(
      names.map((each) => each.name),
      ['media', 'service', 'camera'],
    );
  });

  it('refuses a cycle and a hole', () => {
    assert.throws(() => sortByRequirements([spec('a', ['b']), spec('b', ['a'])]), /a → b → a/u);
    assert.throws(() => sortByRequirements([spec('a', ['b'])]), /a requires b/u);
  });

  it('holds for every graph without cycles', () => {
    const graph = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(graph, (rows) => {
        const specs = rows.map((row, index) =>
          spec(
            `c${index}`,
            row.filter((to) => to < index).map((to) => `c${to}`),
          ),
        );
        const sorted = sortByRequirements(specs.toReversed());
        assert.equal(sorted.length, specs.length);
        sorted.forEach((each, place) => {
          const before = sorted.slice(0, place).map((other) => other.name);
          for (const required of requirementsOf(each)) assert.ok(before.includes(required));
        });
      }),
    );
  });
});
