import type { Engine } from './engine.ts';
import { makeNodeToolEngine } from './node-tool-engine.ts';
import { complainAboutTool, findTool, makeToolSchema } from './tool-options.ts';
import type { KnownMajors, ToolOptions } from './tool-options.ts';
import type { VitestInput } from './vitest-input.ts';

const KNOWN: KnownMajors = { 3: '18.0', 4: '20.0', 5: '22.12' };

/** The vitest of the suite's own project, with its own configuration; what it tells comes from inside its workers. */
export const vitest: Engine<ToolOptions> = makeNodeToolEngine({
  name: 'vitest',
  schema: makeToolSchema('vitest'),
  complain: (options, suite) => complainAboutTool('vitest', KNOWN, { options, suite }),
  variable: 'REALITY_VITEST',
  tell: ({ suite, options }, common): VitestInput => {
    const { home = '', version = '' } = findTool('vitest', suite.cwd) ?? {};
    return { ...common, home, version, args: options.args };
  },
});
