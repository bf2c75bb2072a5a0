// Runs inside a child. Loads a library without what it looks up for terminals.

import { seedModule } from './seed-module.ts';

/**
 * `debug` and the colour libraries open both standard streams to see whether they are terminals, which here they never are: 10 ms,
 * and stdout would no longer block a suite that writes faster than it is read. A stand-in serves mocha; whoever asks later gets the true one.
 */
export function withoutColours<Loaded>(require: NodeJS.Require, load: () => Loaded): Loaded {
  const { env } = process;
  const wanted = env['DEBUG'] !== undefined || env['FORCE_COLOR'] !== undefined;
  const seeded = wanted ? [] : seedModule(require, 'debug', () => () => undefined);
  const before = env['NO_COLOR'];
  if (!wanted) env['NO_COLOR'] = '1';
  try {
    return load();
  } finally {
    for (const file of seeded) delete require.cache[file];
    if (!wanted && before === undefined) delete env['NO_COLOR'];
    else if (before !== undefined) env['NO_COLOR'] = before;
  }
}
