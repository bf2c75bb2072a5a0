import { addSuite } from './fault.ts';
import type { Fault } from './fault.ts';
import { PRELUDE } from './own-suite.ts';

function suiteOf(body: string, more: object = {}): Pick<Fault, 'files' | 'change' | 'suites'> {
  return {
    suites: ['wishes'],
    files: { 'wishes.test.mjs': `${PRELUDE}describe('wishes', () => {${body}\n});\n` },
    change: (config) =>
      addSuite(config, { name: 'wishes', files: ['wishes.test.mjs'], requires: ['service'], ...more }),
  };
}

/** What is demanded is absent or nowhere said, and the service is otherwise healthy. */
export const REQUIREMENT_FAULTS: readonly Fault[] = [
  {
    id: '43',
    what: 'a documented method is not there',
    expected: ['REQUIREMENT_GAP'],
    suites: ['control', 'discovery'],
    edits: [
      {
        file: 'methods-camera.ts',
        from: "    ['get_streams', { role: undefined, run: async () => listStreams(parts.client) }],\n",
        to: '    ...(parts.client.apiUrl === listStreams.name ? [] : []),\n',
      },
    ],
  },
  {
    id: '45',
    what: 'a documented route is answered with 501',
    expected: ['REQUIREMENT_GAP'],
    suites: ['startup', 'smoke-health'],
    edits: [
      {
        file: 'health.ts',
        from: 'return send(response, 200, makeReport(this.#cameras()));',
        to: "return send(response, 501, { error: 'not implemented', of: this.#cameras.name });",
      },
    ],
    isHeldOut: true,
  },
  {
    id: '46',
    what: 'a token from the future is taken, and nothing says that it must not be',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(
      `
  it('a token of tomorrow is refused', async () => {
    const client = await connect();
    const token = mintToken({ secret: service().secret('jwt'), role: 'viewer', expiresInS: 86_400 * 400 });
    const answer = await client.call('authenticate', { token });
    assert.equal(answer.authenticated, false, 'a token that is good for more than a year was taken');
  });`,
      { secrets: ['service.jwt'] },
    ),
  },
  {
    id: '47',
    what: 'a limit on the time of an answer that no requirement names',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(`
  it('a status comes within a twentieth of a millisecond', async () => {
    const client = await connect();
    await client.call('get_status');
    const startedMs = performance.now();
    await client.call('get_status');
    const tookMs = performance.now() - startedMs;
    assert.ok(tookMs < 0.05, \`get_status took \${tookMs.toFixed(3)} ms, more than 0.05 ms\`);
  });`),
  },
  {
    id: '49',
    what: 'two documents disagree on a code',
    expected: ['REQUIREMENT_GAP'],
    suites: ['wishes'],
    files: {
      'wishes.test.mjs': `${PRELUDE}describe('wishes', () => {
  it('an unknown camera is error -32010 [API-7]', async () => {
    const client = await connect();
    const answer = await client.ask('get_camera_status', { device: 'video77' });
    assert.equal(answer.code, -32010);
  });
});
`,
      'more.yaml': JSON.stringify({
        version: 1,
        requirements: [
          {
            id: 'API-7',
            text: 'get_camera_status of an unknown device is error -32010 (API guide) or -1000 (contract).',
            source: 'API guide 4.2 against camera-contract',
            status: 'conflicting',
            critical: false,
            kind: 'error',
          },
        ],
      }),
    },
    change: (config) => {
      addSuite(config, { name: 'wishes', files: ['wishes.test.mjs'], requires: ['service'] });
      config.set('requirements', 'more.yaml');
    },
    isHeldOut: true,
  },
  {
    id: '50',
    what: 'a capability is demanded that the service does not claim',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(
      `
  it('a snapshot may be a WebP', async () => {
    const client = await connect();
    await client.call('authenticate', { token: mintToken({ secret: service().secret('jwt'), role: 'operator', expiresInS: 600 }) });
    const info = await client.call('get_server_info');
    assert.ok(info.capabilities.includes('webp'), \`capabilities: \${info.capabilities.join(', ')}\`);
  });`,
      { secrets: ['service.jwt'] },
    ),
  },
];
