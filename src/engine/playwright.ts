import path from 'node:path';
import { present } from '#domain';
import type { AnnouncedTest } from '#domain';
import { describeToolExit } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan, ExactSelection } from './engine.ts';
import { makeNodeCommand } from './node-command.ts';
import type { PlaywrightInput } from './playwright-plugin.ts';
import { complainAboutTool, findTool, locateFiles, makeToolSchema, narrowFiles } from './tool-options.ts';
import type { KnownMajors, ToolOptions } from './tool-options.ts';
import { decodeWire } from './wire.ts';

const PACKAGE = '@playwright/test';
const PLUGIN = path.join(import.meta.dirname, 'playwright-plugin.js');
const KNOWN: KnownMajors = { 1: '18.0' };
/** Playwright is to report first: it ends its workers and web servers by itself then. */
const MARGIN_MS = 1500;
/** What a kernel takes for one argument is 128 KiB. */
const MAX_PATTERN = 100_000;

/** The @playwright/test of the suite's own project, 1.40 and newer, with its own configuration and reporters; ours stands beside them. */
export const playwright: Engine<ToolOptions> = {
  name: 'playwright',
  schema: makeToolSchema('playwright'),
  files: locateFiles,
  complain: (options, suite) => complainAboutTool(PACKAGE, KNOWN, { options, suite }),
  programs: ({ node }) => (node === undefined ? [] : [node]),
  plan: (input) => makePlan(input, ['--pass-with-no-tests']),
  list: (input) => makePlan(input, ['--list']),
  selects: true,
  decode: decodeWire,
  describeExit: describeToolExit,
};

function makePlan(input: EngineInput<ToolOptions>, flags: readonly string[]): EnginePlan {
  const { suite, options, grep, only, sideDir, tmpDir, timeoutMs } = input;
  const { home = '' } = findTool(PACKAGE, suite.cwd) ?? {};
  const given: PlaywrightInput = { sideDir, cwd: suite.cwd, ...present({ only: only?.file }) };
  const pattern = only === undefined ? grep : makePattern(only);
  const limit = `--global-timeout=${Math.max(1, timeoutMs - MARGIN_MS)}`;
  const select = pattern === undefined ? [] : ['--grep', pattern];
  // Playwright reads what it is told to run as expressions on the whole path.
  const files = narrowFiles(locateFiles(options, suite), input).map(escapePattern);
  const command = makeNodeCommand(path.join(home, 'cli.js'), options.nodeArgs, { ...input, node: options.node });
  return {
    spawn: {
      argv: [...command, 'test', ...flags, limit, ...select, ...options.args, ...files],
      cwd: suite.cwd,
      env: {
        REALITY_PLAYWRIGHT: JSON.stringify(given),
        PW_TEST_REPORTER: PLUGIN,
        // In the temporary folder of the suite it would be something that the suite left behind.
        PWTEST_CACHE_DIR: path.join(tmpDir, 'playwright-cache'),
      },
    },
    speaks: true,
  };
}

/** One expression for all of them, anchored at both ends; tags may stand after each part. Too many tests are left to their files alone. */
function makePattern({ tests }: ExactSelection): string | undefined {
  const pattern = `/^ *(?:${tests.map(patternOf).join('|')})$/`;
  return pattern.length > MAX_PATTERN ? undefined : pattern;
}

function patternOf({ titles }: Pick<AnnouncedTest, 'titles'>): string {
  return titles.map((title) => `${escapePattern(title)}(?: @\\S+)*`).join(' ');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}
