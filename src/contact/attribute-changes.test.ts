import assert from 'node:assert/strict';
import { attributeChanges } from './attribute-changes.ts';
import type { WitnessFinding } from './witness.ts';

const change = (edge: string, ...changed: readonly string[]): WitnessFinding => ({
  edge,
  level: 'L4',
  seenBy: 'witness',
  changed,
  serverIds: [],
  nonces: [],
  note: '',
});

const call = (from: string | undefined, method: string) => ({
  atMs: 0,
  fact: {
    kind: 'exchange',
    protocol: 'http',
    address: '127.0.0.1:9997',
    component: 'mediamtx',
    ...(from === undefined ? {} : { from }),
    method,
    request: '',
    end: 'answered',
    answer: '',
    tookMs: 1,
  } as const,
});

const EDGES = ['service>mediamtx', 'mediamtx'];
const ADD = 'POST /v3/config/paths/add/camera%2F0';

describe('a state that changed', () => {
  const touch = (edge: string) => ({
    edge,
    connections: 1,
    refused: 0,
    bytesSent: 9,
    bytesReceived: 9,
    answered: 1,
    calls: 1,
    ports: ['api'],
  });
  const told = (touched: readonly string[], calls: ReturnType<typeof call>[], dropped = 0): readonly string[] => {
    const traffic = { tapped: EDGES, edges: touched.map(touch), exchanges: calls, dropped };
    const changes = EDGES.map((edge) => change(edge, 'camera/0'));
    return attributeChanges(changes, traffic).map(({ edge }) => edge);
  };

  it('is his who called', () => {
    assert.deepEqual(told(EDGES, [call('service', ADD)]), ['service>mediamtx']);
    assert.deepEqual(told(EDGES, [call(undefined, ADD)]), ['mediamtx']);
  });

  it('is theirs who connected, where a call is not known', () => {
    assert.deepEqual(told(['mediamtx'], []), ['mediamtx']);
    assert.deepEqual(told(EDGES, [call('service', 'GET /v3/config/paths/get/camera%2F0')]), EDGES);
    assert.deepEqual(told(EDGES, [call('service', 'POST /v3/config/paths/add/other')]), EDGES);
    assert.deepEqual(told(EDGES, [call('service', ADD)], 1), EDGES, 'calls were not kept');
  });

  it('is told of all where nobody was seen', () => {
    assert.deepEqual(told([], []), EDGES);
  });
});
