// The stream of `go test -json` (cmd/test2json), one object per line, several packages at once.

import { performance } from 'node:perf_hooks';
import type { AnnouncedTest, EngineEvent } from '#domain';
import type { EngineInput, ExactSelection, OutputReader } from './engine.ts';
import { locatePackages } from './go-module.ts';
import { parseGoLine } from './go-line.ts';
import { GoPackage } from './go-package.ts';
import { appendBounded } from './results-file.ts';

/** Each batch is announced in one file: thousands of short tests must not become thousands of files. */
const BATCH_MS = 50;

export function openGoReader(input: EngineInput<unknown>, directory: string): OutputReader {
  const reader = new GoReader(locatePackages(input.suite.cwd, directory), input);
  return {
    begin: () => [],
    line: (stream, line) => (stream === 'stdout' ? reader.read(line) : reader.note(line)),
    drain: () => reader.drain(),
    end: () => reader.end(),
  };
}

class GoReader {
  readonly #packages = new Map<string, GoPackage>();
  /** Import path of a build → what the compiler said. */
  readonly #builds = new Map<string, string>();
  readonly #locate: (name: string) => string;
  readonly #lists: boolean;
  readonly #only: ExactSelection | undefined;
  #batch: EngineEvent[] = [];
  #flushedAtMs = -Infinity;
  /** The build that stderr speaks of: go before 1.24 tells builds there. */
  #building = '';

  constructor(locate: (name: string) => string, { lists, only }: EngineInput<unknown>) {
    this.#locate = locate;
    this.#lists = lists === true;
    this.#only = only;
  }

  read(line: string): readonly EngineEvent[] {
    const told = parseGoLine(line);
    if (told === undefined) return this.#readPlain(line);
    if (told.kind === 'build') this.#addBuild(told.name, told.output);
    if (told.kind !== 'package') return [];
    const { name, event, failedBuild } = told;
    const known = this.#package(name);
    this.#batch.push(...known.take(event));
    if (event.action === 'fail' && event.test === undefined)
      this.#batch.push(...known.fail(this.#buildOf(name, failedBuild)));
    return this.#flushWhenDue();
  }

  /** What go says on stderr of a package it cannot build: `# example.com/m`, then the compiler's lines. */
  note(line: string): readonly EngineEvent[] {
    const head = /^# (?<name>\S+)/u.exec(line)?.groups?.['name'];
    if (head !== undefined) this.#building = head;
    else if (this.#building !== '') this.#addBuild(this.#building, `${line}\n`);
    return [];
  }

  drain(): readonly EngineEvent[] {
    const batch = this.#batch;
    this.#batch = [];
    this.#flushedAtMs = performance.now();
    return mergeAnnounced(batch);
  }

  end(): readonly EngineEvent[] {
    const open = [...this.#packages.values()];
    if (open.some((known) => !known.isEnded)) return this.drain();
    const tests = open.reduce((sum, known) => sum + known.size, 0);
    return open.length === 0 ? [] : [...this.drain(), { kind: 'finished', tests }];
  }

  #flushWhenDue(): readonly EngineEvent[] {
    return this.#batch.length > 0 && performance.now() - this.#flushedAtMs > BATCH_MS ? this.drain() : [];
  }

  /** Before 1.24 a failed build is one line that is no JSON. */
  #readPlain(line: string): readonly EngineEvent[] {
    const name = /^FAIL\t(?<name>\S+) \[(?:build|setup) failed\]$/u.exec(line)?.groups?.['name'];
    if (name !== undefined) this.#batch.push(...this.#package(name).fail(this.#buildOf(name, name) ?? line));
    return this.#flushWhenDue();
  }

  #package(name: string): GoPackage {
    const known = this.#packages.get(name);
    if (known !== undefined) return known;
    const settings = { folder: this.#locate(name), lists: this.#lists, only: this.#namesIn(name) };
    const made = new GoPackage(name, settings);
    this.#packages.set(name, made);
    return made;
  }

  #namesIn(name: string): ReadonlySet<string> | undefined {
    const own = this.#only?.tests.filter(({ titles }) => titles[0] === name);
    return own === undefined ? undefined : new Set(own.map(({ titles }) => titles.slice(1).join('/')));
  }

  #addBuild(name: string, text: string): void {
    this.#builds.set(name, appendBounded(this.#builds.get(name) ?? '', text));
  }

  /** The package's own build, that of its tests, or that of what it imports. */
  #buildOf(name: string, failed: string | undefined): string | undefined {
    if (failed === undefined) return undefined;
    const said = [failed, name, `${name} [${name}.test]`].map((build) => this.#builds.get(build));
    return said.find((text) => text !== undefined) ?? [...this.#builds.values()].join('');
  }
}

/** All tests of a package that a batch announces, in one event before the others. */
function mergeAnnounced(batch: readonly EngineEvent[]): readonly EngineEvent[] {
  const announced = new Map<string, AnnouncedTest[]>();
  for (const event of batch) {
    if (event.kind !== 'announced') continue;
    const known = announced.get(event.from ?? '');
    if (known === undefined) announced.set(event.from ?? '', [...event.tests]);
    else known.push(...event.tests);
  }
  return [
    ...[...announced].map(([from, tests]): EngineEvent => ({ kind: 'announced', from, tests })),
    ...batch.filter(({ kind }) => kind !== 'announced'),
  ];
}
