import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MARKER_NAME, carriesMarker, extendMarker, splitMarker } from './marker.ts';

describe('marker', () => {
  const run = extendMarker(undefined, 'run');

  const cases: readonly (readonly [string, string, boolean])[] = [
    ['itself', run, true],
    ['a world below', extendMarker(run, 'world'), true],
    ['a child of a world', extendMarker(extendMarker(run, 'world'), 'child'), true],
    ['another run', extendMarker(undefined, 'other'), false],
    ['a run whose name begins alike', extendMarker(undefined, 'run2'), false],
    ['the run that it runs in', extendMarker('REALITY_MARKER=outer', 'run'), false],
    ['another variable', 'OTHER=run', false],
  ];
  for (const [what, variable, expected] of cases) {
    it(`${expected ? 'owns' : 'does not own'} ${what}`, () => {
      assert.equal(carriesMarker(['PATH=/bin', variable], run), expected);
    });
  }

  it('goes on from the value that a process found in its environment', () => {
    assert.equal(extendMarker('outer:suite', 'run'), `${MARKER_NAME}=outer:suite:run`);
  });

  it('keeps names apart whatever characters they have', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (parent, name) => {
        const [variable, value] = splitMarker(extendMarker(extendMarker(undefined, parent), name));
        assert.equal(variable, MARKER_NAME);
        assert.match(value, /^[\w.-]*:?[\w.-]*$/);
      }),
    );
  });
});
