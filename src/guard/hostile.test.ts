import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOSTILE_CASES } from '../../fixtures/guard/hostile/cases.ts';
import type { HostileCase } from '../../fixtures/guard/hostile/cases.ts';
import { scan } from './scan.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'guard', 'hostile');
const PROGRAM: Partial<Record<HostileCase['language'], string>> = { python: 'python3', go: 'go' };

/** What is handed to the scan; the rest it has to find by itself. */
const TEST = /(?:\.test\.[cm]?[jt]s|\.cy\.mjs|(?:^|\/)test_\w+\.py|_test\.go)$/u;

const tells = (program: string): boolean => spawnSync(program, ['--help']).error === undefined;

describe('hostile suites', () => {
  for (const one of HOSTILE_CASES.filter(({ by }) => by.includes('S'))) {
    it(`${one.id}: ${one.verdict}, ${one.why}`, function () {
      const program = PROGRAM[one.language];
      if (program !== undefined && !tells(program)) {
        leaveOut(this, `${program} is not on the PATH`);
      }
      const root = join(FOLDER, one.id);
      const tests = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => TEST.test(name));
      const { findings, problems } = scan({ paths: tests.map((name) => join(root, name)), root });
      assert.deepEqual(problems, []);
      const shown = findings.map(
        (found) => `${found.verdict} ${found.file.slice(root.length + 1)}:${found.line} ${found.rule}`,
      );
      // Reports name a stand-in by the first word of what is said of it.
      assert.deepEqual(
        findings.filter(({ sentence }) => /^(?:an?|the|new|every)\b/u.test(sentence)),
        [],
      );
      if (one.verdict === 'allow') assert.deepEqual(shown, []);
      else
        assert.ok(
          shown.some((text) => text.startsWith(`${one.verdict} ${one.at} `)),
          shown.join('\n') || 'nothing was said',
        );
    });
  }

  it('have each a folder, and each folder a case', () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).toSorted(), HOSTILE_CASES.map(({ id }) => id).toSorted());
  });

  it('point to twins and places that are there, and what is refused by the scan has a place', () => {
    const wrong = HOSTILE_CASES.filter(({ id, at, twin, by, verdict }) => {
      const hasPlace =
        at === undefined
          ? verdict === 'allow' || !by.includes('S')
          : existsSync(join(FOLDER, id, at.replace(/:\d+$/u, '')));
      return !hasPlace || (twin !== undefined && !HOSTILE_CASES.some((other) => other.id === twin));
    });
    assert.deepEqual(
      wrong.map(({ id }) => id),
      [],
    );
  });
});
