import { assess } from './row-assess.ts';
import { budget } from './row-budget.ts';
import { endlessLoop } from './row-endless-loop.ts';
import { grandchild } from './row-grandchild.ts';
import { help } from './row-help.ts';
import { install } from './row-install.ts';
import { killNine } from './row-kill-nine.ts';
import { manyTests } from './row-many-tests.ts';
import { output } from './row-output.ts';
import { pytestSuites } from './row-pytest-suites.ts';
import { tap } from './row-tap.ts';
import { testsAlone } from './row-tests-alone.ts';
import { trivialFiles } from './row-trivial-files.ts';
import type { Row } from './row.ts';
import { mediamtx, stop, stream, world } from './rows-world.ts';

/** The numbers to reach, in the order of the page. */
export const ROWS: readonly Row[] = [
  help,
  trivialFiles,
  testsAlone,
  manyTests,
  pytestSuites,
  output,
  endlessLoop,
  grandchild,
  killNine,
  mediamtx,
  stream,
  world,
  stop,
  tap,
  assess,
  install,
  budget,
];
