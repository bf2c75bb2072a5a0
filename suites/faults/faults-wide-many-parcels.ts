import type { Fault } from './fault.ts';
import { furtherSuite } from './faults-wide-many-orders.ts';
import { pair } from './pair.ts';

const ZONES = 'process.env.REALITY_ZONES_URL_HTTP';
const HAND_IN = `const handIn = (postcode, grams = 100) => ask('POST', '/parcels', { to: 'Ada', postcode, grams });\n`;

const PARCELS: readonly Fault[] = [
  {
    service: 'parcels',
    suites: ['parcels', 'depots'],
    ...furtherSuite(
      'depots',
      `${HAND_IN}
describe('depots', () => {
  it('are told for each zone', async () => {
    for (const zone of [1, 2, 3]) assert.equal((await ask('GET', \`/depots/\${zone}\`, undefined, ${ZONES})).status, 200);
  });
  it('have what goes to the mountains [PAR-5]', async () => {
    const { body } = await handIn('7500');
    await new Promise((done) => setTimeout(done, 3500));
    assert.equal((await ask('GET', \`/parcels/\${body.code}\`)).body.depot, 'BERG');
  });
  it('give out what goes to the mountains', async () => {
    const { body } = await handIn('7500');
    await new Promise((done) => setTimeout(done, 3500));
    assert.equal((await ask('POST', \`/parcels/\${body.code}/deliveries\`)).status, 200);
  });
});
`,
    ),
    id: 'm11',
    what: 'the zones no longer know the depot of one of their zones',
    expected: ['INTEGRATION_ISSUE'],
    edits: [
      {
        file: 'zones/main.go',
        from: '\t\tif !isKnown {\n\t\t\tsend(w, http.StatusNotFound, map[string]string{"error": "no such zone"})',
        to: '\t\tif !isKnown || number > 2 {\n\t\t\tsend(w, http.StatusNotFound, map[string]string{"error": "no such zone"})',
      },
    ],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'stamps'],
    ...furtherSuite(
      'stamps',
      `${HAND_IN}
describe('stamps', () => {
  it('of seven francs are enough for a kilo', async () => {
    assert.equal((await handIn('8001', 1000)).body.postage, 700);
  });
  it('of ten francs are enough for five [PAR-2]', async () => {
    assert.equal((await handIn('8400', 5000)).body.postage, 1000);
  });
});
`,
    ),
    id: 'm12',
    what: 'the limits of weight are no longer in their class',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      { file: 'parcels/routes.go', from: 'case grams <= 1000:', to: 'case grams < 1000:' },
      { file: 'parcels/routes.go', from: 'case grams <= 5000:', to: 'case grams < 5000:' },
    ],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'south'],
    ...furtherSuite(
      'south',
      `${HAND_IN}
describe('the south', () => {
  it('costs two francs more', async () => {
    const [near, far] = [await handIn('8001'), await handIn('6500')];
    assert.equal(far.body.postage - near.body.postage, 200);
  });
  it('has its surcharge', async () => {
    const { body } = await ask('GET', '/zones/6900', undefined, ${ZONES});
    assert.deepEqual(body, { zone: 2, surcharge: 200 });
  });
  it('costs nine francs in all [PAR-2]', async () => {
    assert.equal((await handIn('6900')).body.postage, 900);
  });
});
`,
    ),
    id: 'm13',
    what: 'the zones tell one surcharge in francs',
    expected: ['INTEGRATION_ISSUE'],
    edits: [{ file: 'zones/main.go', from: '{Zone: 2, Surcharge: 200,', to: '{Zone: 2, Surcharge: 2,' }],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'returns'],
    ...furtherSuite(
      'returns',
      `${HAND_IN}
describe('returns', () => {
  for (const grams of [100, 2000]) {
    it(\`are taken of \${grams} g\`, async () => {
      const { body } = await handIn('8001', grams);
      assert.equal((await ask('POST', \`/parcels/\${body.code}/returns\`)).status, 201);
    });
  }
  it('are shown at the parcel [PAR-16]', async () => {
    const { body } = await handIn('8001');
    await ask('POST', \`/parcels/\${body.code}/returns\`);
    assert.equal((await ask('GET', \`/parcels/\${body.code}\`)).body.state, 'returned');
  });
  it('of what nobody handed in are refused', async () => {
    assert.equal((await ask('POST', '/parcels/P999999/returns')).status, 404);
  });
});
`,
    ),
    id: 'm14',
    what: 'returns are tested from all sides, and are only wished for',
    expected: ['REQUIREMENT_GAP'],
  },
  {
    service: 'parcels',
    suites: ['parcels', 'parcels-node', 'letters'],
    ...furtherSuite(
      'letters',
      `${HAND_IN}
describe('letters', () => {
  it('have a code that can be read again', async () => {
    const { body } = await handIn('8001');
    assert.equal((await ask('GET', \`/parcels/\${body.code}\`)).status, 200);
  });
  it('are told apart [PAR-4]', async () => {
    const codes = [];
    for (const postcode of ['8001', '8400', '6500']) codes.push((await handIn(postcode)).body.code);
    assert.equal(new Set(codes).size, 3);
  });
});
`,
    ),
    id: 'm15',
    what: 'every parcel is given the code of the first',
    expected: ['SYSTEM_CRITICAL'],
    edits: [
      {
        file: 'parcels/book.go',
        from: 'fmt.Sprintf("P%06d", len(b.codes)+1)',
        to: 'fmt.Sprintf("P%06d", min(len(b.codes), 0)+1)',
      },
    ],
  },
];

/** One fault, felt by several tests of several suites. */
export const WIDE_MANY_PARCELS_FAULTS: readonly Fault[] = [...PARCELS, pair(PARCELS, ['m12', 'm13'])];
