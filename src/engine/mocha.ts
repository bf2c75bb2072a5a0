import path from 'node:path';
import { z } from 'zod';
import { present } from '#domain';
import type { SuiteSpec } from '#domain';
import { describeToolExit } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan } from './engine.ts';
import type { PluginInput } from './mocha-plugin.ts';
import { namesLoader } from './mocha-settings.ts';
import { complainAboutTypes, makeNodeCommand } from './node-command.ts';
import { decodeWire } from './wire.ts';

interface MochaOptions {
  /** Relative to the suite's folder. */
  readonly files: readonly string[];
  /** For mocha, as on its command line. */
  readonly args: readonly string[];
  /** For Node, before the program. */
  readonly nodeArgs: readonly string[];
}

const schema = z.strictObject({
  files: z.array(z.string().min(1)).min(1).readonly().describe('Relative to the file that names the suite.'),
  args: z.array(z.string()).readonly().default([]).describe('For mocha, as on its command line.'),
  nodeArgs: z.array(z.string()).readonly().default([]).describe('For Node, before the file.'),
});

const PLUGIN = path.join(import.meta.dirname, 'mocha-plugin.js');

/** Mocha's library in a child of ours; mocha 10, 11 and 12, that of the suite's own project before ours. */
export const mocha: Engine<MochaOptions> = {
  name: 'mocha',
  schema,
  files: locate,
  complain: (options, suite) =>
    namesLoader(suite.cwd) ? [] : complainAboutTypes(locate(options, suite), [...options.nodeArgs, ...options.args]),
  programs: () => [],
  plan: (input) => makePlan(input, false),
  list: (input) => makePlan(input, true),
  selects: true,
  decode: decodeWire,
  // Mocha's own exit code is the number of failures, and all of them were told.
  describeExit: describeToolExit,
};

function locate(options: MochaOptions, suite: SuiteSpec): readonly string[] {
  return options.files.map((file) => path.resolve(suite.cwd, file));
}

function makePlan(input: EngineInput<MochaOptions>, list: boolean): EnginePlan {
  const { suite, options, grep, only, sideDir } = input;
  const given: PluginInput = {
    files: locate(options, suite),
    args: options.args,
    sideDir,
    list,
    // The tests that are to run were chosen among those that -g left.
    ...(only === undefined ? present({ grep }) : { only: only.file }),
  };
  return {
    spawn: {
      argv: makeNodeCommand(PLUGIN, options.nodeArgs, input),
      cwd: suite.cwd,
      env: { REALITY_MOCHA: JSON.stringify(given) },
    },
    speaks: true,
  };
}
