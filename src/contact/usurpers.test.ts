import assert from 'node:assert/strict';
import { findUsurpers } from './usurpers.ts';

const LISTENER = {
  address: '127.0.0.1:4010',
  port: 4010,
  pid: 7,
  executable: '/usr/bin/node',
  argv: ['node', 'main.js'],
  isUsed: true,
  asked: new Set<string>(),
  isOfTests: false,
  inode: 12,
};

describe('who answered at the address of a component', () => {
  it('is a server of the suite in its place, told with what it is', () => {
    const [found] = findUsurpers([{ edge: 'rates', server: 12, clients: [] }], [LISTENER]);
    assert.deepEqual([found?.rule, found?.verdict, found?.what, found?.pid], ['fake-peer', 'block', 'rates', 7]);
    assert.match(found?.sentence ?? '', /127\.0\.0\.1:4010 \(node main\.js\), answered at the address of rates/u);
  });

  it('is no usurper when it is a second one of the component itself, or somebody whom nobody asked', () => {
    assert.deepEqual(
      findUsurpers([{ edge: 'rates', server: 12, clients: [] }], [{ ...LISTENER, copyOf: 'rates' }]),
      [],
    );
    assert.equal(
      findUsurpers([{ edge: 'rates', server: 12, clients: [] }], [{ ...LISTENER, copyOf: 'store' }]).length,
      1,
    );
    assert.deepEqual(findUsurpers([{ edge: 'rates', server: 13, clients: [] }], [LISTENER]), []);
  });
});
