import type { Asked } from './exchanges.ts';

/** Connections that this process has opened. */
let opened = 0;

/** Counts what is sent on one connection, for the record of exchanges. */
export class SentMessages {
  readonly connection: string;
  #sent = 0;

  constructor() {
    opened += 1;
    this.connection = `${process.pid}.${opened}`;
  }

  count(): void {
    this.#sent += 1;
  }

  /** What the record says of the message that is sent next. */
  get next(): Pick<Asked, 'connection' | 'nth'> {
    return { connection: this.connection, nth: this.#sent + 1 };
  }
}
