/** A head of tests that act on the world by its own socket. */
export const CONTROL = `
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
const control = async (verb, component) => {
  const { control: path } = JSON.parse(readFileSync(process.env.REALITY_WORLD, 'utf8'));
  const socket = createConnection(path);
  socket.write(JSON.stringify({ id: 1, verb, component }) + '\\n');
  let text = '';
  for await (const bytes of socket) {
    text += bytes;
    if (text.endsWith('\\n')) break;
  }
  assert.equal(JSON.parse(text).ok, true, text);
};
`;

/** Before the contract of the orders: a further sentence. */
export const OUTLIVES = `  - {
      id: ORD-9,
      text: 'Orders outlive a restart of the service.',
      source: guide 4,
      status: approved,
      critical: true,
      kind: behaviour,
    }
contract:
`;

/** Before the contract of the orders: what was printed to be given away. */
export const LEAFLET = `  - {
      id: ORD-9,
      text: 'Regular customers and large orders get a discount.',
      source: leaflet of autumn,
      status: approved,
      critical: false,
      kind: behaviour,
      names: [POST /orders],
    }
contract:
`;
