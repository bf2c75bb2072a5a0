/** A call of JSON-RPC over one connection, under way. */
interface Call {
  readonly method: string;
  readonly request: string;
  readonly atMs: number;
}

export interface EndedCall extends Call {
  readonly answer: string;
  /** Of its error; absent = it was answered. */
  readonly code?: string;
}

const MAX_OPEN = 1000;
/** Of one connection: some services tell many things in a second. */
const MAX_NOTICES = 200;
let opened = 0;
const ID = /"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,15})/u;
const METHOD = /"method"\s*:\s*"((?:[^"\\]|\\.){1,200})"/u;
const ERROR = /"error"\s*:\s*\{[^{}]*?"code"\s*:\s*(-?\d{1,9})\b/u;

/** Joins the calls of one side with the answers of the other, by their ids. By patterns: long texts were cut, and are no JSON any more. */
export class RpcTalk {
  readonly #open = new Map<string, Call>();
  readonly #name: string;
  #notices = 0;

  constructor() {
    opened += 1;
    this.#name = `relay.${opened}`;
  }

  ask(text: string, atMs: number): void {
    if (!text.includes('"jsonrpc"')) return;
    const [id, method] = [ID.exec(text)?.[1], METHOD.exec(text)?.[1]];
    if (id !== undefined && method !== undefined && this.#open.size < MAX_OPEN)
      this.#open.set(id, { method, request: text, atMs });
  }

  answer(text: string): EndedCall | undefined {
    if (!text.includes('"jsonrpc"') || METHOD.test(text.slice(0, METHOD_WITHIN))) return undefined;
    const id = ID.exec(text)?.[1];
    const call = id === undefined ? undefined : this.#open.get(id);
    if (id === undefined || call === undefined) return undefined;
    this.#open.delete(id);
    const code = ERROR.exec(text)?.[1];
    return { ...call, answer: text, ...(code === undefined ? {} : { code }) };
  }

  /** What is told without a question, by its name; long texts were cut, and cannot be told from answers. */
  notice(text: string): { readonly method: string; readonly connection: string } | undefined {
    if (this.#notices >= MAX_NOTICES || !METHOD.test(text.slice(0, METHOD_WITHIN))) return undefined;
    const method = readNotice(text);
    if (method === undefined) return undefined;
    this.#notices += 1;
    return { method, connection: this.#name };
  }

  /** What was never answered. */
  get open(): readonly Call[] {
    return [...this.#open.values()];
  }

  clear(): void {
    this.#open.clear();
  }
}

/** A notification names its method at once; deep in a result the word may stand for anything. */
const METHOD_WITHIN = 120;

function readNotice(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || 'id' in value || !('method' in value)) return undefined;
    return 'jsonrpc' in value && typeof value.method === 'string' ? value.method : undefined;
  } catch {
    return undefined;
  }
}
