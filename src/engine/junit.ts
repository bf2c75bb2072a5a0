// JUnit XML in all its dialects: surefire, pytest, jest-junit, gotestsum, vitest, playwright, node --test, phpunit, gtest, ctest, nextest.
// There is no standard: what is read here is what those tools write.

import path from 'node:path';
import { describeCase } from './junit-case.ts';
import type { RawCase, RawVerdict } from './junit-case.ts';
import { parseDate, parseSeconds } from './junit-attributes.ts';
import { ResultsDamage, appendBounded } from './results-file.ts';
import type { ForeignSuite, ForeignTest, ResultsFile } from './results-file.ts';
import { readXml } from './read-xml.ts';

/** Longer than any id that a framework makes; beyond it somebody writes something else into it. */
const MAX_NAME = 64 * 1024;
const MAX_TESTS = 1_000_000;

const VERDICTS: Readonly<Record<string, RawVerdict['kind']>> = {
  failure: 'failure',
  error: 'error',
  skipped: 'skipped',
  flakyFailure: 'flaky',
  flakyError: 'flaky',
  rerunFailure: 'rerun',
  rerunError: 'rerun',
};

/** Reads one file. What stood before a damage is kept. Throws what the system throws for a file that cannot be read. */
export function readJunit(file: string): ResultsFile {
  const reader = new JunitReader(path.basename(file).replace(/\.xml$/iu, ''));
  try {
    readXml(file, reader);
  } catch (error) {
    if (!(error instanceof ResultsDamage)) throw error;
    return { ...reader.finish(), damage: { line: error.line, why: error.message } };
  }
  return reader.finish();
}

interface OpenSuite {
  readonly name: string;
  readonly tests: ForeignTest[];
  readonly attributes: Attributes;
  /** Titles between the suite and its tests, for nested ones. */
  readonly path: readonly string[];
  /** The suite that its tests count for. */
  readonly owner: SuiteDraft;
}

interface SuiteDraft {
  readonly name: string;
  readonly tests: ForeignTest[];
  readonly attributes: Attributes;
  output: string;
}

type Attributes = Readonly<Record<string, string>>;
type Draft<Type> = { -readonly [Key in keyof Type]: Type[Key] };

class JunitReader {
  readonly #fallbackName: string;
  readonly #drafts: SuiteDraft[] = [];
  readonly #open: OpenSuite[] = [];
  readonly #warnings: string[] = [];
  #root = '';
  #rootName: string | undefined;
  #case: Draft<RawCase> | undefined;
  #verdict: Draft<RawVerdict> | undefined;
  /** Where text goes now; nothing when it is only space between elements. */
  #sink: ((text: string) => void) | undefined;
  #tests = 0;

  constructor(fallbackName: string) {
    this.#fallbackName = fallbackName;
  }

  readonly open = (name: string, attributes: Attributes): void => {
    if (this.#root === '') this.#beginRoot(name, attributes);
    if (name === 'testsuite') this.#beginSuite(attributes);
    else if (name === 'testcase') this.#beginCase(attributes);
    else if (this.#case !== undefined) this.#openInCase(this.#case, name, attributes);
    else if (name === 'system-out' || name === 'system-err') this.#sink = this.#suiteOutput();
  };

  readonly text = (text: string): void => {
    this.#sink?.(text);
  };

  readonly close = (name: string): void => {
    if (name === 'testsuite') this.#open.pop();
    else if (name === 'testcase') this.#endCase();
    else if (name in VERDICTS) this.#verdict = undefined;
    this.#sink = undefined;
  };

  readonly warn = (sentence: string): void => {
    this.#warnings.push(sentence);
  };

  finish(): ResultsFile {
    const suites = this.#drafts
      .filter(({ tests, output }) => tests.length > 0 || output.trim() !== '')
      .map((draft) => describeSuite(draft));
    return { suites, warnings: this.#warnings };
  }

  #beginRoot(name: string, attributes: Attributes): void {
    if (name !== 'testsuites' && name !== 'testsuite')
      throw new ResultsDamage(0, `the root element is <${name.slice(0, 100)}>, not <testsuites> or <testsuite>`);
    this.#root = name;
    this.#rootName = name === 'testsuites' ? attributes['name'] : undefined;
  }

  #beginSuite(attributes: Attributes): void {
    const outer = this.#open.at(-1);
    const given = attributes['name'] ?? '';
    const name = given === '' ? (outer?.name ?? this.#rootName ?? this.#fallbackName) : given;
    this.#checkName(name);
    if (outer === undefined) {
      const owner = { name, tests: [], attributes, output: '' };
      this.#drafts.push(owner);
      this.#open.push({ name, tests: owner.tests, attributes, path: [], owner });
    } else this.#open.push({ ...outer, name, attributes, path: [...outer.path, name] });
  }

  /** Tests may stand directly in <testsuites>, as those of node --test do. */
  #ownerOfCase(): OpenSuite {
    const open = this.#open.at(-1);
    if (open !== undefined) return open;
    const name = this.#rootName ?? this.#fallbackName;
    const known = this.#drafts.find((draft) => draft.name === name && draft.attributes === NO_ATTRIBUTES);
    const owner = known ?? { name, tests: [], attributes: NO_ATTRIBUTES, output: '' };
    if (known === undefined) this.#drafts.push(owner);
    return { name, tests: owner.tests, attributes: owner.attributes, path: [], owner };
  }

  #beginCase(attributes: Attributes): void {
    this.#checkName(attributes['name'] ?? '');
    this.#checkName(attributes['classname'] ?? '');
    this.#tests += 1;
    if (this.#tests > MAX_TESTS) throw new ResultsDamage(0, `more than ${MAX_TESTS} tests`);
    this.#case = { attributes, verdicts: [], properties: [], output: '' };
  }

  #openInCase(test: Draft<RawCase>, name: string, attributes: Attributes): void {
    const kind = VERDICTS[name];
    if (kind !== undefined) {
      const verdict: Draft<RawVerdict> = { kind, attributes, text: '' };
      test.verdicts = [...test.verdicts, verdict];
      this.#verdict = verdict;
      this.#sink = (text) => {
        verdict.text = appendBounded(verdict.text, text);
      };
    } else if (name === 'property') {
      const property = { name: attributes['name'] ?? '', value: attributes['value'] ?? '' };
      test.properties = [...test.properties, property];
      this.#sink = (text) => {
        property.value += text.slice(0, MAX_NAME);
      };
    } else if (name === 'stackTrace' || (name.startsWith('system-') && this.#verdict !== undefined)) {
      // What an earlier try printed (surefire) is told with its verdict.
      const verdict = this.#verdict;
      this.#sink = (text) => {
        if (verdict !== undefined) verdict.text = appendBounded(verdict.text, text);
      };
    } else if (name === 'system-out' || name === 'system-err') {
      this.#sink = (text) => {
        test.output = appendBounded(test.output, text);
      };
    }
  }

  #endCase(): void {
    const test = this.#case;
    this.#case = undefined;
    this.#verdict = undefined;
    if (test === undefined) return;
    const suite = this.#ownerOfCase();
    suite.tests.push(describeCase(test, suite));
  }

  #suiteOutput(): ((text: string) => void) | undefined {
    const owner = this.#open.at(-1)?.owner;
    if (owner === undefined) return undefined;
    return (text) => {
      owner.output = appendBounded(owner.output, text);
    };
  }

  #checkName(name: string): void {
    if (name.length > MAX_NAME)
      throw new ResultsDamage(0, `a name of ${name.length} characters; the limit is ${MAX_NAME}`);
  }
}

const NO_ATTRIBUTES: Attributes = {};

function describeSuite({ name, tests, attributes, output }: SuiteDraft): ForeignSuite {
  const startedAtMs = parseDate(attributes['timestamp']);
  const { hostname } = attributes;
  const durationMs = parseSeconds(attributes['time']) ?? tests.reduce((sum, test) => sum + test.durationMs, 0);
  return {
    name,
    tests,
    durationMs,
    output,
    ...(startedAtMs !== undefined && { startedAtMs }),
    ...(hostname !== undefined && hostname !== '' && { host: hostname }),
  };
}
