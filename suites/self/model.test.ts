import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PROGRAMS, SUITES, SUITES_WITH_A_TEST_OF_THEIR_OWN } from '../../fixtures/model.ts';
import type { Expected } from '../../fixtures/model.ts';
import { Lab, PROGRAMS as PROGRAMS_FOLDER, SUITES as SUITES_FOLDER, exec, mocha } from './lab.ts';
import type { SuiteConfig } from './lab.ts';
import type { AssessmentDocument } from './results.ts';

function programSuite(file: string, { args = [], timeout }: Expected): SuiteConfig {
  const shell = file.endsWith('.sh') ? 'bash' : 'node';
  const words = args.map((word) => (word === 'TMP' ? '"$TMPDIR"' : word));
  const path = join(PROGRAMS_FOLDER, file);
  const command = words.includes('"$TMPDIR"')
    ? ['bash', '-c', `${shell} ${path} ${words.join(' ')}`]
    : [shell, path, ...words];
  return exec(`program-${basename(file).replace(/\..*$/u, '')}`, command, timeout === undefined ? {} : { timeout });
}

function fixtureSuite(name: string, { timeout }: Expected): SuiteConfig {
  return mocha(`suite-${name}`, `${name}.js`, timeout === undefined ? {} : { timeout });
}

const ROWS: readonly (readonly [SuiteConfig, Expected])[] = [
  ...Object.entries(PROGRAMS).map(([file, expected]) => [programSuite(file, expected), expected] as const),
  ...Object.entries(SUITES).map(([name, expected]) => [fixtureSuite(name, expected), expected] as const),
];

describe('the model of the fixtures', () => {
  it('names every program and every suite', () => {
    const programs = readdirSync(PROGRAMS_FOLDER).filter((file) => file !== 'README.md');
    assert.deepEqual(programs.toSorted(), Object.keys(PROGRAMS).toSorted());
    const files = readdirSync(SUITES_FOLDER).filter((file) => file.endsWith('.js'));
    const suites = files.map((file) => basename(file, '.js'));
    assert.deepEqual(suites.toSorted(), [...Object.keys(SUITES), ...SUITES_WITH_A_TEST_OF_THEIR_OWN].toSorted());
  });
});

describe('what is said of each fixture', () => {
  let lab: Lab;
  let document: AssessmentDocument;
  before('one run of all of them', async function runAll() {
    this.timeout(180_000);
    lab = new Lab();
    lab.configure({
      suites: ROWS.map(([suite]) => suite),
      limits: { maxOutput: '5MB', maxMemory: '500MB', maxProcesses: 60, grace: '500ms' },
      run: { timeout: '30s', workers: 4 },
    });
    await lab.run(['run', '--all']);
    document = lab.assessment();
  });
  after('nothing is left of it', async () => lab.close());

  for (const [{ name }, { outcome, reason, heading, marks = [] }] of ROWS) {
    it(`${name}: ${outcome}${reason === undefined ? '' : `, ${reason}`}: ${heading ?? 'no cause'}`, () => {
      const suite = document.suites.find((one) => one.name === name);
      assert.deepEqual({ outcome: suite?.outcome, reason: suite?.reason }, { outcome, reason });
      assert.equal(suite?.marks.includes('leaky'), marks.includes('leaky'));
      const causes = document.causes.filter((cause) => cause.suites.includes(name));
      const judged = causes.filter((cause) => outcome === 'passed' || cause.effects.length > 0);
      assert.deepEqual([...new Set(judged.map((cause) => cause.heading))], heading === undefined ? [] : [heading]);
    });
  }
});
