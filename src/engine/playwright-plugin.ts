// Runs inside a child: a reporter of playwright's, beside those of the user.

import { copyFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { openChannel } from './channel-plugin.ts';
import { findCitations } from './citations.ts';
import type { PwError, PwResult, PwSuite, PwTest } from './playwright-face.ts';
import { describeError, describeVerdict } from './playwright-verdict.ts';
import { readSelection } from './selection-plugin.ts';

/** Set by engine `playwright`, in REALITY_PLAYWRIGHT. */
export interface PlaywrightInput {
  readonly sideDir: string;
  readonly cwd: string;
  /** File with the tests that alone are meant. */
  readonly only?: string;
}

/** Screenshots and traces of one attempt; a video of every test is not evidence but weight. */
const MAX_ARTIFACT_BYTES = 50 * 1024 * 1024;
/** Told by the runner, or by the tests themselves. */
const SAID_ELSEWHERE = /^(?:Error: )?(?:No tests found|Timed out waiting [\d.]+\S* for the test suite to run)/u;

const { env } = process;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by playwright.ts of this same package
const input = JSON.parse(env['REALITY_PLAYWRIGHT'] ?? '{}') as PlaywrightInput;
const channel = openChannel(env, input.sideDir);

class RealityReporter {
  private readonly ordinals = new Map<PwTest, number>();
  private readonly ended = new Set<number>();
  private artifactBytes = 0;
  private began = false;

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: unknown, suite?: PwSuite): void {
    // Before 1.33 the first argument was another; what has no tests announces none.
    const chosen = input.only === undefined ? undefined : readSelection(input.only);
    const occurrences = new Map<string, number>();
    const told = (suite?.allTests() ?? []).map((test) => {
      const announced = describeTest(test);
      const key = JSON.stringify(announced.titles);
      const occurrence = (occurrences.get(key) ?? 0) + 1;
      occurrences.set(key, occurrence);
      return { test, announced: { ...announced, occurrence } };
    });
    const meant = told.filter(({ announced }) => chosen?.has(announced) !== false);
    meant.forEach(({ test }, ordinal) => this.ordinals.set(test, ordinal));
    if (meant.length > 0) channel.announce(meant.map(({ announced }) => announced));
  }

  onTestBegin(test: PwTest): void {
    this.began = true;
    const ordinal = this.ordinals.get(test);
    if (ordinal !== undefined) channel.send({ kind: 'test-started', ordinal });
  }

  onTestEnd(test: PwTest, result: PwResult): void {
    const ordinal = this.ordinals.get(test);
    const told = ordinal === undefined || this.ended.has(ordinal) ? undefined : describeVerdict(test, result);
    if (ordinal === undefined || told === undefined) return;
    this.ended.add(ordinal);
    if (told.failure !== undefined && told.outcome !== 'skipped' && told.outcome !== 'not-run')
      this.keepAttachments(ordinal, result);
    channel.send({ kind: 'test-ended', ordinal, durationMs: result.duration, ...told });
  }

  /** Outside any test: a file that cannot be loaded, global set-up and teardown, web servers. */
  onError(error: PwError): void {
    const failure = describeError(error);
    if (SAID_ELSEWHERE.test(failure.message)) return;
    if (!this.began && this.ordinals.size === 0) {
      channel.send({ kind: 'load-failed', failure });
      return;
    }
    const titles = [this.began ? '(teardown)' : '(load)'];
    const reason = this.began ? 'teardown' : 'collection';
    channel.send({ kind: 'test-told', titles, outcome: 'errored', reason, marks: [], durationMs: 0, failure });
  }

  onEnd(): void {
    channel.send({ kind: 'finished', tests: this.ended.size });
  }

  private keepAttachments(ordinal: number, { attachments }: PwResult): void {
    const folder = env['REALITY_ARTIFACTS'];
    for (const { path: file } of attachments) {
      if (folder === undefined || file === undefined) continue;
      const { size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
      if (size === 0 || this.artifactBytes + size > MAX_ARTIFACT_BYTES) continue;
      this.artifactBytes += size;
      copyFileSync(file, path.join(folder, `${ordinal}-${path.basename(file)}`));
    }
  }
}

function describeTest(test: PwTest): {
  titles: readonly string[];
  requirements: readonly string[];
  file: string;
  line: number;
} {
  const [, project = '', ...rest] = test.titlePath();
  const titles = project === '' ? rest : [project, ...rest];
  const cited = test.annotations
    .filter(({ type }) => /^(?:req|requirements?|covers|verifies)$/iu.test(type))
    .flatMap(({ description = '' }) => description.split(/[\s,;]+/u).filter(Boolean));
  const { file, line } = test.location;
  const requirements = [...new Set([...titles.flatMap(findCitations), ...cited])];
  return { titles, requirements, file: path.relative(input.cwd, file), line };
}

// oxlint-disable-next-line import/no-default-export -- how playwright takes a reporter
export default RealityReporter;
