import assert from 'node:assert/strict';
import type { ContactLevel } from '#domain';
import type { EdgeTraffic } from './edge-traffic.ts';
import { foldContacts } from './fold-contact.ts';
import type { ContactSubject } from './fold-contact.ts';
import { findAbsent, isHollow } from './judge-contact.ts';
import type { WitnessFinding } from './witness.ts';

const SILENT = { connections: 0, refused: 0, bytesSent: 0, bytesReceived: 0, answered: 0, calls: 0, ports: [] };
const CALL = { ...SILENT, connections: 1, bytesSent: 80, bytesReceived: 200, answered: 1, ports: ['http'] };

interface Given {
  readonly declared?: Readonly<Record<string, ContactLevel>>;
  readonly edges?: readonly EdgeTraffic[];
  readonly tapped?: readonly string[];
  readonly more?: Partial<ContactSubject>;
}

function fold({
  declared = { shop: 'L3' },
  edges = [],
  tapped = ['shop'],
  more = {},
}: Given): ReturnType<typeof foldContacts> {
  const traffic = { isTapped: tapped.length > 0, tapped, edges, exchanges: [], dropped: 0, relayPorts: [], ...NOBODY };
  const nobody = { direct: new Set<string>(), heldDown: new Set<string>(), findings: [], peersOf: () => [] };
  return foldContacts({ declared, traffic, ...nobody, ...more });
}

const witnessed = (edge: string, level: WitnessFinding['level']): WitnessFinding => ({
  edge,
  level,
  seenBy: 'witness',
  serverIds: ['session 1'],
  nonces: [],
  note: 'a session with the nonce',
});

const NOBODY = { listeners: [], served: [] } as const;

describe('contact of an attempt', () => {
  const table: readonly (readonly [string, Given, ContactLevel, 'hollow' | 'fine', number])[] = [
    ['bytes both ways are L3', { edges: [{ edge: 'shop', ...CALL }] }, 'L3', 'fine', 0],
    [
      'a connection without bytes is L2, and hollow',
      { edges: [{ edge: 'shop', ...SILENT, connections: 1 }] },
      'L2',
      'hollow',
      0,
    ],
    ['a refusal is L1, and hollow', { edges: [{ edge: 'shop', ...SILENT, refused: 2 }] }, 'L1', 'hollow', 0],
    ['nothing at all is L0, hollow, and a violation', {}, 'L0', 'hollow', 1],
    ['what was held down on purpose is neither', { more: { heldDown: new Set(['shop']) } }, 'L0', 'fine', 0],
    [
      'who went past the relay has connected, and no more is asked',
      { more: { direct: new Set(['shop']) } },
      'L2',
      'fine',
      0,
    ],
    ['where no relay stands nothing is concluded', { tapped: [] }, 'L0', 'fine', 0],
    ['a witness outranks a relay', { more: { findings: [witnessed('shop', 'L4')] } }, 'L4', 'fine', 0],
    [
      'what is declared beyond what a relay can show is hollow without a witness',
      { declared: { shop: 'L4' }, edges: [{ edge: 'shop', ...CALL }] },
      'L3',
      'hollow',
      0,
    ],
  ];
  for (const [what, given, level, verdict, violations] of table) {
    it(what, () => {
      const contacts = fold(given);
      assert.equal(contacts[0]?.level, level);
      assert.equal(isHollow(contacts) ? 'hollow' : 'fine', verdict);
      assert.equal(
        findAbsent(contacts, { isOwn: true, listeners: [] }).filter((mock) => mock.verdict === 'block').length,
        violations,
      );
    });
  }

  it('is told of edges that nobody declared, too, and asks nothing of them', () => {
    const contacts = fold({
      edges: [
        { edge: 'shop>store', ...CALL },
        { edge: 'shop', ...CALL },
      ],
    });
    assert.deepEqual(
      contacts.map(({ edge, declared }) => [edge, declared]),
      [
        ['shop', 'L3'],
        ['shop>store', undefined],
      ],
    );
  });

  it('of a suite that declares nothing is worth a word, and no more', () => {
    assert.deepEqual(
      findAbsent(fold({}), { isOwn: false, listeners: [] }).map(({ verdict }) => verdict),
      ['warn'],
    );
  });
});
