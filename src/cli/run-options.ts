import type { Command } from 'commander';
import { TOOL_OPTIONS, makeOption } from './tool-options.ts';
import type { OptionRow } from './tool-options.ts';

/** Every option of `run`; each is also read from REALITY_OPT_<LONG NAME>. A flag outranks the variable, the variable the file. */
export const RUN_OPTIONS: readonly OptionRow[] = [
  { flags: '--all', text: 'every suite of the configuration' },
  { flags: '--test <name>', text: 'one suite or one test by its name, as the runner before this one had it' },
  { flags: '-g, --grep <text>', text: 'only tests whose titles match this regular expression' },
  { flags: '--tag <tag...>', text: 'suites with one of these tags' },
  { flags: '--lane <lane...>', text: 'suites of these lanes', choices: ['unit', 'integration', 'system', 'load'] },
  {
    flags: '--requirement <id...>',
    text: 'suites that cover one of these requirements, or that the registry names for one',
  },
  {
    flags: '--last-failed',
    text: 'only what was not green in the last run: suites, and single tests where they run alone',
  },
  { flags: '--parity', text: 'each suite in two ways, each test alone and all in order, and what differs' },
  { flags: '--independence', text: 'then each suite that passed again in smaller worlds, to say what it needs' },
  {
    flags: '--unplug',
    text: 'then each suite that passed again with each edge of its contact refused, to say what it would not miss',
  },
  { flags: '--unplug-edge <edge...>', text: 'the same for these edges alone: service, "service>mediamtx"' },
  { flags: '--unplug-limit <duration>', text: 'time for all of these together (default: 10m)' },
  { flags: '-x, --fail-fast', text: 'stop at the first failure, as --max-failures 1' },
  { flags: '--max-failures <number>', text: 'stop once this many tests are not green' },
  {
    flags: '--retries <number>',
    text: 'further attempts of a suite (or of a test that runs alone) that is not green, each in a fresh world',
  },
  { flags: '--repeat-each <number>', text: 'run every suite this many times' },
  {
    flags: '-j, --workers <number>',
    text: 'suites, and tests that run alone, side by side, each in a world of its own',
  },
  { flags: '--timeout <duration>', text: 'limit of each suite, and of each test that runs alone: 60s, 2m, 500ms' },
  { flags: '--global-timeout <duration>', text: 'limit of the whole run' },
  { flags: '--reporter <kind>', text: 'how progress is shown', choices: ['auto', 'live', 'plain', 'quiet', 'github'] },
  { flags: '--keep <when>', text: 'keep world folders and logs', choices: ['always', 'on-failure', 'never'] },
  { flags: '--no-tap', text: 'no relays between the parts of a world: contact is seen less sharply' },
  { flags: '--seed <text>', text: 'seed of every random choice; printed by each run' },
  {
    flags: '--experiments <mode>',
    text: 'try one test of each cause once more: where the verdict is thin (auto), always, or never',
    choices: ['off', 'auto', 'all'],
  },
  { flags: '--gate <name=number...>', text: 'a gate for this run: minPassRate=0.9, SYSTEM_CRITICAL=0, flaky=2' },
  { flags: '--require-all', text: 'no suite may be blocked, as --gate blocked=0' },
  { flags: '--no-guard', text: 'let test processes outside lane unit use mocks; the reports say so' },
  { flags: '--no-scan', text: 'do not read the files of the suites for mocks when the run begins' },
  ...TOOL_OPTIONS,
  { flags: '--print-config', text: 'print the configuration in force and where each value came from; run nothing' },
  { flags: '-v, --verbose', text: 'show component states, control verbs and output of suites' },
  { flags: '--debug', text: 'everything of -v, and the run folder is kept whole' },
];

export function addRunOptions(command: Command): void {
  for (const row of RUN_OPTIONS) command.addOption(makeOption(row));
}
