import assert from 'node:assert/strict';
import { at, booleanAt, listAt, numberAt, objectAt, shown, textAt } from './json-path.ts';

const VALUE = { cameras: [{ name: 'one', fps: 15, on: true, tags: {} }], none: null };

describe('places of a JSON value', () => {
  it('are found by a dotted path, and nothing is where nothing is', () => {
    assert.equal(at(VALUE, 'cameras.0.name'), 'one');
    assert.equal(at(VALUE, ''), VALUE);
    for (const path of ['cameras.1', 'none.name', 'cameras.0.name.length', 'toString', '__proto__']) {
      assert.equal(at(VALUE, path), undefined, path);
    }
  });

  it('are read as what they are', () => {
    assert.equal(textAt(VALUE, 'cameras.0.name'), 'one');
    assert.equal(numberAt(VALUE, 'cameras.0.fps'), 15);
    assert.equal(booleanAt(VALUE, 'cameras.0.on'), true);
    assert.equal(listAt(VALUE, 'cameras').length, 1);
    assert.deepEqual(objectAt(VALUE, 'cameras.0.tags'), {});
  });

  it('of another kind are told with what stands there', () => {
    assert.throws(
      () => textAt(VALUE, 'cameras.0.fps'),
      /wanted a text at "cameras.0.fps" but found 15 in \{"cameras"/u,
    );
    assert.throws(() => numberAt(VALUE, 'cameras.0.name'), /wanted a number/u);
    assert.throws(() => booleanAt(VALUE, 'nothing'), /found nothing/u);
    assert.throws(() => listAt(VALUE, 'cameras.0'), /wanted a list/u);
    assert.throws(() => objectAt(VALUE, 'cameras'), /wanted an object/u);
    assert.throws(() => objectAt(VALUE, 'none'), /found null/u);
  });

  it('are shown shortened', () => {
    assert.match(shown('x'.repeat(1000)), /… \(1002 characters\)$/u);
    assert.equal(shown(undefined), 'undefined');
  });
});
