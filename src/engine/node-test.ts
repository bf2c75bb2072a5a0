import { present } from '#domain';
import type { Engine } from './engine.ts';
import { complainAboutTypes } from './node-command.ts';
import type { NodeTestInput } from './node-test-input.ts';
import { makeNodeToolEngine } from './node-tool-engine.ts';
import { locateFiles, makeFilesSchema } from './tool-options.ts';
import type { ToolOptions } from './tool-options.ts';

const CONCURRENCY = /^--test-concurrency=(\d+)$/u;

/** Node's own test runner, inside the process of the file. */
export const nodeTest: Engine<ToolOptions> = makeNodeToolEngine({
  name: 'node-test',
  schema: makeFilesSchema('node --test'),
  complain: (options, suite) => {
    if (options.node !== undefined) return [];
    return complainAboutTypes(locateFiles(options, suite), [...options.nodeArgs, ...options.args]);
  },
  variable: 'REALITY_NODE_TEST',
  tell: ({ options }, common): NodeTestInput => {
    const given = options.args
      .map((argument) => CONCURRENCY.exec(argument)?.[1])
      .findLast((each) => each !== undefined);
    return { ...common, ...present({ concurrency: given === undefined ? undefined : Number(given) }) };
  },
  nodeArgs: ({ args, nodeArgs }) => {
    const flags = args.filter((argument) => !CONCURRENCY.test(argument) && argument !== '--test');
    return [...flags, ...nodeArgs];
  },
});
