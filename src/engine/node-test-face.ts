// What we use of the tests inside Node's own runner, the same in 20, 22 and 24. Node documents none of it, so all of it is looked at before it is used.

interface NodeTestHooks {
  readonly before: unknown[];
  readonly after: unknown[];
}

/** A test, a suite, or the root of both. */
export interface NodeTest {
  readonly name: string;
  readonly parent: NodeTest | null;
  readonly subtests: readonly NodeTest[];
  readonly loc?: { readonly file: string; readonly line: number };
  /** `suite` for a suite; newer Nodes say `test` for a test. */
  readonly reportedType?: string;
  readonly hooks: NodeTestHooks;
  /** Of a suite: its body has been called. */
  readonly buildSuite?: Promise<unknown>;
  fn: unknown;
  skipped: boolean;
  readonly isTodo: boolean;
  readonly passed: boolean;
  readonly error: unknown;
  readonly expectFailure?: unknown;
  /** Left out by a pattern. */
  readonly filtered?: boolean;
  /** Only the root's are looked at: what went wrong outside all tests. */
  readonly diagnostics: readonly unknown[];
  /** What its reporters have yet to read; the root's stands for all. */
  readonly reporter: { readonly readableLength: number };
  readonly duration: () => number;
  getReportDetails: () => unknown;
  start: () => unknown;
  run: (...given: unknown[]) => Promise<unknown>;
  postRun: (...given: unknown[]) => unknown;
}

/** The class behind all of them; undefined where this Node's runner looks otherwise. */
export function findTestPrototype(resource: object): NodeTest | undefined {
  let found: object | undefined;
  for (let each: unknown = resource; typeof each === 'object' && each !== null; each = Object.getPrototypeOf(each)) {
    const methods = Object.getOwnPropertyNames(each);
    if (['start', 'postRun', 'getReportDetails'].every((name) => methods.includes(name))) found = each;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests run every supported major
  return found as NodeTest | undefined;
}

export function isSuite({ reportedType }: NodeTest): boolean {
  return reportedType === 'suite';
}

/** Names of what is around it and its own, without the root. */
export function namesOf(test: NodeTest): readonly string[] {
  const names: string[] = [];
  for (let each = test; each.parent !== null; each = each.parent) names.unshift(each.name);
  return names;
}
