import type { Engine } from './engine.ts';
import { exec } from './exec.ts';
import { jest } from './jest.ts';
import { goTest } from './go-test.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { playwright } from './playwright.ts';
import { pytest } from './pytest.ts';
import { scripts } from './scripts.ts';
import { vitest } from './vitest.ts';

/** Engine name → engine. */
export type EngineTable = Readonly<Record<string, Engine<unknown>>>;

/** The one place that knows them all. */
export const ENGINES: EngineTable = {
  mocha: forget(mocha),
  playwright: forget(playwright),
  pytest: forget(pytest),
  'node-test': forget(nodeTest),
  vitest: forget(vitest),
  jest: forget(jest),
  'go-test': forget(goTest),
  exec: forget(exec),
  scripts: forget(scripts),
};

/** An engine reads its options through its own schema, so that the table needs to know no types of options. */
function forget<Options>(engine: Engine<Options>): Engine<unknown> {
  const read = (options: unknown): Options => engine.schema.parse(options);
  const { list, complain, openOutput, titles, ...rest } = engine;
  return {
    ...rest,
    files: (options, suite) => engine.files(read(options), suite),
    programs: (options) => engine.programs(read(options)),
    plan: (input) => engine.plan({ ...input, options: read(input.options) }),
    ...(titles !== undefined && { titles: (options, suite) => titles(read(options), suite) }),
    ...(list !== undefined && { list: (input) => list({ ...input, options: read(input.options) }) }),
    ...(complain !== undefined && { complain: (options, suite) => complain(read(options), suite) }),
    ...(openOutput !== undefined && { openOutput: (input) => openOutput({ ...input, options: read(input.options) }) }),
  };
}
