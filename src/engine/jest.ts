import { existsSync, statSync } from 'node:fs';
import type { Engine } from './engine.ts';
import type { JestInput } from './jest-input.ts';
import { makeNodeToolEngine } from './node-tool-engine.ts';
import { complainAboutTool, findTool, makeToolSchema } from './tool-options.ts';
import type { KnownMajors, ToolOptions } from './tool-options.ts';

const KNOWN: KnownMajors = { 29: '14.15', 30: '18.14' };

/** The jest of the suite's own project, with its own configuration; what it tells comes from where the tests run. */
export const jest: Engine<ToolOptions> = makeNodeToolEngine({
  name: 'jest',
  schema: makeToolSchema('jest'),
  complain: (options, suite) => complainAboutTool('jest', KNOWN, { options, suite }),
  variable: 'REALITY_JEST',
  tell: ({ suite, options }, common): JestInput => {
    const { home = '', version = '' } = findTool('jest', suite.cwd) ?? {};
    const { files } = common;
    const exactFiles = files.length > 0 && files.every((file) => existsSync(file) && statSync(file).isFile());
    return { ...common, home, version, args: options.args, exactFiles };
  },
});
