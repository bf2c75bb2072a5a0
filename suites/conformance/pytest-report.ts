import type { OwnTest } from './compare-with-own.ts';
import { readJunit } from './read-junit.ts';
import type { JunitCase } from './read-junit.ts';

/** What pytest's --junitxml says, in our words. It names no files, only modules by dots: `files` are those that there are, as ids name them. */
export function readPytestReport(xml: string, files: readonly string[]): readonly OwnTest[] {
  const modules = files
    .map((file) => ({ file, module: file.replace(/\.py$/u, '').replaceAll('/', '.') }))
    .toSorted((left, right) => right.module.length - left.module.length);
  return readJunit(xml).map(({ classname, name, result }) => {
    const found = modules.find(({ module }) => classname === module || classname.startsWith(`${module}.`));
    // A file that could not be collected has no class, and its module for a name.
    const loaded = modules.find(({ module }) => classname === '' && name === module);
    const classes = classname.slice((found?.module.length ?? 0) + 1).split('.');
    const titles = [found?.file ?? classname, ...classes.filter((part) => part !== ''), name];
    return { titles: loaded === undefined ? titles : [loaded.file], ...describeResult(result) };
  });
}

function describeResult(result: JunitCase['result']): Omit<OwnTest, 'titles'> {
  if (result === undefined || result.type === 'pytest.xfail') return { outcome: 'passed' };
  const { tag, message } = result;
  if (tag === 'skipped') return { outcome: 'skipped', message };
  if (tag === 'failure') return { outcome: 'failed', message: firstWords(message) };
  const [, phase = '', text = ''] = /^failed on (setup|teardown) with "([^"]*)/u.exec(message) ?? [];
  return { outcome: 'errored', phase: phase === 'teardown' ? 'teardown' : 'set-up', message: firstWords(text) };
}

/** The first line, without the type that pytest puts before it. */
function firstWords(message: string): string {
  return message.split('\n')[0]?.replace(/^[\w.]+: /u, '') ?? '';
}
