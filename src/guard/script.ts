/** What matters of one JavaScript or TypeScript file: what it loads, calls and overwrites. Words in comments, texts and titles are none of it. */
export interface Script {
  readonly file: string;
  readonly loads: readonly Load[];
  readonly uses: readonly Use[];
  readonly writes: readonly Write[];
  /** Local name → what it was loaded as. */
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Names that the file itself declares. */
  readonly own: ReadonlySet<string>;
  /** Why the file could not be read as a program; absent when it could. */
  readonly problem?: string;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One module that the program loads for its value; `import type` is none. */
export interface Load extends Place {
  readonly specifier: string;
  /** Within a `try` that catches: the file also runs without it. */
  readonly isTried: boolean;
}

/** A name that was loaded: `name` is `default`, `*` or what the module exports. */
export interface Binding {
  readonly module: string;
  readonly name: string;
}

/** A call or a `new`, of something that has a name: `t.mock.method` is `['t', 'mock', 'method']`. */
export interface Use extends Place {
  readonly path: readonly string[];
  readonly isNew: boolean;
  /** Arguments, and items of lists among them, that are plain texts; undefined for others. */
  readonly texts: readonly (string | undefined)[];
  /** Names in objects that stand there as arguments. */
  readonly keys: readonly string[];
}

/** Something put in the place of something that has a name. An index that is no text is `[]`. */
export interface Write extends Place {
  readonly path: readonly string[];
  /** What is put there. */
  readonly value: WrittenValue;
}

/** `constant`: a text, a number, true or false. `name` = another name, with the path it stands for where the file tells. */
export type WrittenValue =
  | { readonly kind: 'function' }
  | { readonly kind: 'constant' }
  | { readonly kind: 'name'; readonly path: readonly string[]; readonly alias?: readonly string[] }
  | { readonly kind: 'other' };
