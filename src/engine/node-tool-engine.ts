import path from 'node:path';
import { present } from '#domain';
import type { SuiteSpec } from '#domain';
import type { z } from 'zod';
import { describeToolExit } from './describe-end.ts';
import type { Engine, EngineInput, EnginePlan } from './engine.ts';
import { makeNodeCommand } from './node-command.ts';
import type { NodeToolInput } from './node-tool-input.ts';
import { isOneFile, locateFiles, narrowFiles } from './tool-options.ts';
import type { ToolOptions } from './tool-options.ts';
import { decodeWire } from './wire.ts';

/** What makes a tool on Node this one. */
export interface NodeToolParts {
  readonly name: string;
  readonly schema: z.ZodType<ToolOptions>;
  readonly complain: (options: ToolOptions, suite: SuiteSpec) => readonly string[];
  /** Variable in which the plug-in finds what it is told. */
  readonly variable: string;
  /** What it is told besides. */
  readonly tell: (input: EngineInput<ToolOptions>, common: NodeToolInput) => object;
  /** Arguments for Node, where they are not those of the suite alone. */
  readonly nodeArgs?: (options: ToolOptions) => readonly string[];
}

/** An engine whose tool runs on Node, by a plug-in of ours called `NAME-plugin.js`. */
export function makeNodeToolEngine(parts: NodeToolParts): Engine<ToolOptions> {
  const { name, schema, complain } = parts;
  return {
    name,
    schema,
    files: locateFiles,
    complain,
    programs: ({ node }) => (node === undefined ? [] : [node]),
    plan: (input) => makePlan(parts, input, false),
    list: (input) => makePlan(parts, input, true),
    selects: true,
    decode: decodeWire,
    describeExit: describeToolExit,
  };
}

function makePlan(parts: NodeToolParts, input: EngineInput<ToolOptions>, list: boolean): EnginePlan {
  const { suite, options, grep, only, sideDir } = input;
  const named = locateFiles(options, suite);
  const common: NodeToolInput = {
    files: narrowFiles(named, input),
    sideDir,
    list,
    namesFiles: !isOneFile(named),
    ...(only === undefined ? present({ grep }) : { only: only.file }),
  };
  const plugin = path.join(import.meta.dirname, `${parts.name}-plugin.js`);
  const nodeArgs = parts.nodeArgs?.(options) ?? options.nodeArgs;
  return {
    spawn: {
      argv: makeNodeCommand(plugin, nodeArgs, { ...input, node: options.node }),
      cwd: suite.cwd,
      env: { [parts.variable]: JSON.stringify(parts.tell(input, common)) },
    },
    speaks: true,
  };
}
