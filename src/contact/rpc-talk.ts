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
const ID = /"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,15})/u;
const METHOD = /"method"\s*:\s*"((?:[^"\\]|\\.){1,200})"/u;
const ERROR = /"error"\s*:\s*\{[^{}]*?"code"\s*:\s*(-?\d{1,9})\b/u;

/** Joins the calls of one side with the answers of the other, by their ids. By patterns: long texts were cut, and are no JSON any more. */
export class RpcTalk {
  readonly #open = new Map<string, Call>();

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
