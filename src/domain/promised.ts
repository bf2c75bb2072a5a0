/** What stands in a field of a request, or is compared with it. */
export type Scalar = string | number | boolean | null;

/** What has to hold of one field of a request, in the words of JSON Schema and two of our own; all that is told must hold. */
export interface Condition {
  readonly const?: Scalar;
  readonly enum?: readonly Scalar[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  /** In letters, not bytes. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression that is found in it. */
  readonly pattern?: string;
  /** `missing`: the request does not have it. `unknown`: it names something that there is not. */
  readonly is?: 'missing' | 'unknown';
}

/** What a requirement promises to answer. */
export interface PromisedAnswer {
  /** Of an error, or a status; `ok` = it is answered, and with no error. */
  readonly code?: string;
  /** Field of the answer → its value. */
  readonly fields?: Readonly<Record<string, Scalar>>;
  /** Header of the answer, in lower case → its value; `true` = it is there. */
  readonly headers?: Readonly<Record<string, string | true>>;
  readonly withinMs?: number;
}

/** What of a request a promise depends on. */
export interface Demanded {
  /** The field; of a sentence the words that stand about the amount: whichever field they name is meant. */
  readonly about: readonly string[];
  readonly condition: Condition;
  /** True where it must not hold. */
  readonly isNot?: true;
}

/** When what is promised: one half of what a requirement says. */
export interface Clause {
  readonly requirement: string;
  /** Holds where one of these lists holds as a whole. */
  readonly when: readonly (readonly Demanded[])[];
  readonly answer: PromisedAnswer;
  /** `data`: people wrote it down for programs. `sentence`: it was read out of words, as far as they are sure. */
  readonly by: 'data' | 'sentence';
}

/** What a requirement promises, as people wrote it down for programs. */
export interface ToldPromise {
  /** What has to hold of a request for `answers` to be due: field → condition; absent = of any request. */
  readonly when?: Readonly<Record<string, Condition>>;
  readonly answers?: PromisedAnswer;
  /** What is answered where `when` does not hold. */
  readonly otherwise?: PromisedAnswer;
  /** Requirements that stand back where one request is of them and of this one. */
  readonly before?: readonly string[];
}
