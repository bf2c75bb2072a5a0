import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { present } from '#domain';
import { describeToolExit } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan } from './engine.ts';
import type { JestInput } from './jest-input.ts';
import { makeNodeCommand } from './node-command.ts';
import { complainAboutTool, findTool, isOneFile, locateFiles, makeToolSchema, narrowFiles } from './tool-options.ts';
import type { KnownMajors, ToolOptions } from './tool-options.ts';
import { decodeWire } from './wire.ts';

const PLUGIN = path.join(import.meta.dirname, 'jest-plugin.js');
const KNOWN: KnownMajors = { 29: '14.15', 30: '18.14' };

/** The jest of the suite's own project, with its own configuration; what it tells comes from where the tests run. */
export const jest: Engine<ToolOptions> = {
  name: 'jest',
  schema: makeToolSchema('jest'),
  files: locateFiles,
  complain: (options, suite) => complainAboutTool('jest', KNOWN, { options, suite }),
  programs: ({ node }) => (node === undefined ? [] : [node]),
  plan: (input) => makePlan(input, false),
  list: (input) => makePlan(input, true),
  selects: true,
  decode: decodeWire,
  describeExit: describeToolExit,
};

function makePlan(input: EngineInput<ToolOptions>, list: boolean): EnginePlan {
  const { suite, options, grep, only, sideDir } = input;
  const named = locateFiles(options, suite);
  const files = narrowFiles(named, input);
  const { home = '', version = '' } = findTool('jest', suite.cwd) ?? {};
  const given: JestInput = {
    home,
    version,
    files,
    exactFiles: files.length > 0 && files.every((file) => existsSync(file) && statSync(file).isFile()),
    args: options.args,
    sideDir,
    list,
    namesFiles: !isOneFile(named),
    ...(only === undefined ? present({ grep }) : { only: only.file }),
  };
  return {
    spawn: {
      argv: makeNodeCommand(PLUGIN, options.nodeArgs, { ...input, node: options.node }),
      cwd: suite.cwd,
      env: { REALITY_JEST: JSON.stringify(given) },
    },
    speaks: true,
  };
}
