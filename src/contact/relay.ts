import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { TapPlan } from './tap-orders.ts';
import type { WireEnd } from './wire.ts';

/** Told of what a connection does, as it does it. */
export interface RelayListener {
  readonly onRefused: () => void;
  readonly onConnected: (relayPort: number) => void;
  readonly onBytes: (direction: 'asked' | 'answered', chunk: Buffer) => void;
  readonly onEnd: (how: WireEnd) => void;
}

type Target = Pick<TapPlan, 'host' | 'targetPort'>;

/**
 * Joins a client that has just come to the component: bytes, half-closed sides, and broken-off connections arrive as they would have without
 * us. Only the refusal of a component that went away a moment ago is a broken-off connection here: TCP knows no way to take a greeting back.
 */
export function relay(
  client: Socket,
  { host, targetPort }: Target,
  listener: RelayListener,
): { readonly end: () => void } {
  const component = connect({ host, port: targetPort, allowHalfOpen: true, noDelay: true });
  let [isConnected, isOver] = [false, false];
  const finish = (how: WireEnd): void => {
    if (isOver) return;
    isOver = true;
    listener.onEnd(how);
  };
  const breakOff = (): void => {
    finish(isConnected ? 'reset' : 'refused');
    client.resetAndDestroy();
    if (isConnected) component.resetAndDestroy();
    else component.destroy();
  };
  client.on('error', breakOff);
  component.once('error', () => {
    if (!isConnected) listener.onRefused();
  });
  component.on('error', breakOff);
  component.once('connect', () => {
    isConnected = true;
    listener.onConnected(component.localPort ?? 0);
    pour(client, component, (chunk) => listener.onBytes('asked', chunk));
    pour(component, client, (chunk) => listener.onBytes('answered', chunk));
  });
  let open = 2;
  const closed = (): void => {
    open -= 1;
    if (open === 0) finish('closed');
    // One side cannot go on without the other, whichever way that one went.
    else setImmediate(() => [client, component].forEach((side) => side.destroyed || side.writableEnded || side.end()));
  };
  client.once('close', closed);
  component.once('close', closed);
  return { end: breakOff };
}

/** Sent on before anybody looks at it; a side that reads slowly slows down the other, as it would without us. */
function pour(from: Socket, to: Socket, look: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    if (to.writable && !to.write(chunk)) from.pause();
    look(chunk);
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
  from.resume();
}
