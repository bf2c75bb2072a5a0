import path from 'node:path';
import { present } from '#domain';
import { describeToolExit } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan } from './engine.ts';
import { complainAboutTypes, makeNodeCommand } from './node-command.ts';
import type { NodeTestInput } from './node-test-input.ts';
import { isOneFile, locateFiles, makeFilesSchema, narrowFiles } from './tool-options.ts';
import type { ToolOptions } from './tool-options.ts';
import { decodeWire } from './wire.ts';

const PLUGIN = path.join(import.meta.dirname, 'node-test-plugin.js');
const CONCURRENCY = /^--test-concurrency=(\d+)$/u;

/** Node's own test runner, inside the process of the file. */
export const nodeTest: Engine<ToolOptions> = {
  name: 'node-test',
  schema: makeFilesSchema('node --test'),
  files: locateFiles,
  complain: (options, suite) => {
    if (options.node !== undefined) return [];
    return complainAboutTypes(locateFiles(options, suite), [...options.nodeArgs, ...options.args]);
  },
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
  const atOnce = options.args.map((argument) => CONCURRENCY.exec(argument)?.[1]).findLast((each) => each !== undefined);
  const given: NodeTestInput = {
    files: narrowFiles(named, input),
    sideDir,
    list,
    namesFiles: !isOneFile(named),
    ...present({ concurrency: atOnce === undefined ? undefined : Number(atOnce) }),
    ...(only === undefined ? present({ grep }) : { only: only.file }),
  };
  const flags = options.args.filter((argument) => !CONCURRENCY.test(argument) && argument !== '--test');
  return {
    spawn: {
      argv: makeNodeCommand(PLUGIN, [...flags, ...options.nodeArgs], { ...input, node: options.node }),
      cwd: suite.cwd,
      env: { REALITY_NODE_TEST: JSON.stringify(given) },
    },
    speaks: true,
  };
}
