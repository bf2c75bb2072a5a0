import assert from 'node:assert/strict';
import util from 'node:util';
import type { Failure } from '#domain';
import { listAllDifferences } from './differences.ts';
import { readStructure } from './structure.ts';

const [HERE, ELSEWHERE] = ['37d5df24-a643-47f2-be8e-dd361e9ee850', '5f0c6a3e-3c52-4a55-9a7e-52c3a9e0a111'];

class Room {
  readonly id: string;
  readonly seats = 2;
  constructor(id: string) {
    this.id = id;
  }
}

/** As each prints the same room. */
const PRINTED: Readonly<Record<string, (id: string) => string>> = {
  JSON: (id) => JSON.stringify({ id, seats: 2 }),
  'pretty-format': (id) => `Object {\n  "id": "${id}",\n  "open": true,\n  "seats": 2,\n}`,
  'pretty-format, a list': (id) => `Array [\n  Object {\n    "id": "${id}",\n  },\n]`,
  'util.inspect': (id) => util.inspect({ id, seats: 2 }),
  'util.inspect, of a class': (id) => util.inspect(new Room(id)),
  'util.inspect, of a map': (id) => util.inspect(new Map(Object.entries({ id, seats: 2 }))),
  'util.inspect, without prototype': (id) => util.inspect(Object.assign(Object.create(null), { id })),
  repr: (id) => `{'id': '${id}', 'open': True, 'seats': 2}`,
  'repr, of a dataclass': (id) => `Room(id='${id}', seats=2)`,
  'Go %v, a map': (id) => `map[id:${id} note:<nil> seats:2]`,
  'Go %v': (id) => `{2027-03-26 09:00 ${id} 2}`,
  'Go %+v': (id) => `&{Day:2027-03-26 From:09:00 ID:${id} Seats:2}`,
  'Go %+v, a list': (id) => `[{ID:${id} Seats:2} {ID:7 Seats:1}]`,
  'Go %#v': (id) => `main.Room{ID:"${id}", Seats:2}`,
  'Go %#v, a map': (id) => `map[string]interface {}{"id":"${id}", "seats":2}`,
};

function failureOf(message: string, sides: Partial<Failure> = {}): Failure {
  return { type: 'E', message, source: 'raised', frames: [], ...sides };
}

describe('a printed structure', () => {
  for (const [name, print] of Object.entries(PRINTED)) {
    it(`tells the member that differs: ${name}`, () => {
      const sides = { actual: print(HERE), expected: print(ELSEWHERE) };
      assert.deepEqual(listAllDifferences(failureOf('', sides)), [{ came: HERE, wanted: ELSEWHERE }]);
    });
  }

  it('is read from a line of text as well', () => {
    const failure = failureOf(`got map[id:${HERE} seats:2], want map[id:${ELSEWHERE} seats:2]`);
    assert.deepEqual(listAllDifferences(failure), [{ came: HERE, wanted: ELSEWHERE }]);
  });

  it('of another shape has no members in common', () => {
    assert.deepEqual(listAllDifferences(failureOf('', { actual: '{"a":1}', expected: '{"a":1,"b":2}' })), []);
  });

  it('is no sentence, and no single value', () => {
    for (const text of ['too many [5] people', 'Closed [x', '5f0c', '7', "'a'", '']) {
      assert.equal(readStructure(text), undefined, text);
    }
  });
});
