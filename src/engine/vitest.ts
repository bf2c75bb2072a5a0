import path from 'node:path';
import { present } from '#domain';
import { describeToolExit } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan } from './engine.ts';
import { makeNodeCommand } from './node-command.ts';
import { complainAboutTool, findTool, isOneFile, locateFiles, makeToolSchema, narrowFiles } from './tool-options.ts';
import type { KnownMajors, ToolOptions } from './tool-options.ts';
import type { VitestInput } from './vitest-input.ts';
import { decodeWire } from './wire.ts';

const PLUGIN = path.join(import.meta.dirname, 'vitest-plugin.js');
const KNOWN: KnownMajors = { 3: '18.0', 4: '20.0', 5: '22.12' };

/** The vitest of the suite's own project, with its own configuration; what it tells comes from inside its workers. */
export const vitest: Engine<ToolOptions> = {
  name: 'vitest',
  schema: makeToolSchema('vitest'),
  files: locateFiles,
  complain: (options, suite) => complainAboutTool('vitest', KNOWN, { options, suite }),
  programs: ({ node }) => (node === undefined ? [] : [node]),
  plan: (input) => makePlan(input, false),
  list: (input) => makePlan(input, true),
  selects: true,
  decode: decodeWire,
  describeExit: describeToolExit,
};

function makePlan(input: EngineInput<ToolOptions>, list: boolean): EnginePlan {
  const { suite, options, grep, only, sideDir } = input;
  const files = locateFiles(options, suite);
  const { home = '', version = '' } = findTool('vitest', suite.cwd) ?? {};
  const given: VitestInput = {
    home,
    version,
    files: narrowFiles(files, input),
    args: options.args,
    sideDir,
    list,
    namesFiles: !isOneFile(files),
    ...(only === undefined ? present({ grep }) : { only: only.file }),
  };
  return {
    spawn: {
      argv: makeNodeCommand(PLUGIN, options.nodeArgs, { ...input, node: options.node }),
      cwd: suite.cwd,
      env: { REALITY_VITEST: JSON.stringify(given) },
    },
    speaks: true,
  };
}
