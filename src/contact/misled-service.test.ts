import assert from 'node:assert/strict';
import { findMisled } from './misled-service.ts';
import type { ServiceSetting } from './misled-service.ts';
import type { OwnListener } from './own-listener.ts';

const SERVER: OwnListener = {
  address: '127.0.0.1:4010',
  port: 4010,
  pid: 7,
  executable: '/usr/bin/node',
  argv: ['node', 'fake.mjs'],
  isUsed: true,
  asked: new Set(),
  isOfTests: false,
};
const COMPONENTS = ['service', 'rates', 'store'];

type Row = readonly [
  what: string,
  setting: ServiceSetting,
  verdict: string,
  server?: Partial<OwnListener>,
  copyPid?: number,
];

describe('what a service was told', () => {
  const url = 'http://127.0.0.1:4010/v1';
  const table: readonly Row[] = [
    ['by a reference', { name: 'A', value: url, written: '${rates.urls.http}/v1' }, 'block service>rates'],
    ['as a mere number', { name: 'A', value: '4010', written: '${store.ports.tcp}' }, 'block service>store'],
    ['by the name of a variable', { name: 'MY_RATES_URL', value: url, written: url }, 'block service>rates'],
    ['a longer number', { name: 'RATES', value: '127.0.0.1:40101', written: '${rates.ports.http}' }, ''],
    ['a number in a text', { name: 'RATES', value: 'uses 4010 rows', written: '${rates.ports.http}' }, ''],
    ['the port of its own', { name: 'PORT', value: '4010', written: '${service.ports.http}' }, ''],
    ['a server of the copy itself', { name: 'A', value: url, written: '${rates.host}' }, '', {}, 7],
    ['a receiver', { name: 'WEBHOOK_URL', value: url, written: url }, ''],
    ['nobody knows what for', { name: 'UPSTREAM', value: url, written: url }, 'warn service: UPSTREAM'],
    ['a proxy', { name: 'A', value: url, written: '${rates.host}' }, '', { asked: new Set(['rates']) }],
    [
      'a proxy, or the tests themselves',
      { name: 'A', value: url, written: '${rates.host}' },
      'warn service>rates',
      { asked: new Set(['rates']), isOfTests: true },
    ],
    ['a second one of the same program', { name: 'A', value: url, written: '${rates.host}' }, '', { copyOf: 'rates' }],
  ];
  for (const [what, setting, told, server, copyPid] of table) {
    it(`${what}: ${told === '' ? 'nothing' : told}`, () => {
      const one = { service: 'service', settings: [setting], ...(copyPid === undefined ? {} : { copyPid }) };
      const found = findMisled([one], { listeners: [{ ...SERVER, ...server }], components: COMPONENTS });
      assert.equal(found.map(({ verdict, what: edge }) => `${verdict} ${edge}`).join(), told);
    });
  }
});
