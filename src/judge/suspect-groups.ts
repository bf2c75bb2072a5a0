/** Groups of verdicts by the suspect that explains them; groups can be joined under the name of one of them. */
export class SuspectGroups {
  readonly #joined = new Map<string, string>();
  readonly #sizes = new Map<string, number>();

  /** One name for each verdict. */
  constructor(names: readonly string[]) {
    for (const name of names) this.#sizes.set(name, (this.#sizes.get(name) ?? 0) + 1);
  }

  /** The name under which a group goes by now. */
  nameOf(name: string): string {
    let here = name;
    for (let next = this.#joined.get(here); next !== undefined; next = this.#joined.get(here)) here = next;
    return here;
  }

  sizeOf(name: string): number {
    return this.#sizes.get(this.nameOf(name)) ?? 0;
  }

  join(one: string, into: string): void {
    const [from, to] = [this.nameOf(one), this.nameOf(into)];
    if (from === to) return;
    this.#joined.set(from, to);
    this.#sizes.set(to, this.sizeOf(to) + this.sizeOf(from));
  }
}
