import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '#domain';
import { makeLocator } from './locate.ts';
import { blankGo } from './scan-go-generated.ts';
import { REAL_PARTS } from './script-rule.ts';

/** A variable of a package that holds a function by which it reaches something real: `var start = exec.Command`. */
const SEAM =
  /^(?:var|\t)\s*(?<name>\w+)(?:\s+[^=\n]+)?\s*=\s*(?<real>(?:exec|net|http|tls|sql|dns|smtp|rpc|grpc)\.[A-Z]\w*)\s*$/gmu;

interface Package {
  readonly dir: string;
  readonly files: readonly string[];
  readonly testFiles: readonly string[];
}

/** Tests that put another function into such a variable: what the package then reaches is not real any more. */
export function findReplacedSeams({ dir, files, testFiles }: Package): readonly Finding[] {
  const seams = files.flatMap((name) =>
    [...blankGo(readFileSync(join(dir, name), 'utf8')).matchAll(SEAM)].map(
      ({ groups: { name: seam = '', real = '' } = {} }) => ({
        seam,
        real,
      }),
    ),
  );
  return testFiles.flatMap((name) => {
    const file = join(dir, name);
    const text = readFileSync(file, 'utf8');
    const code = blankGo(text);
    return seams.flatMap(({ seam, real }) => {
      const at = findAssignment(code, seam, real);
      if (at === undefined) return [];
      const sentence = `${seam} is overwritten, by which the package reaches ${real}`;
      return [
        {
          rule: 'module-replaced',
          verdict: 'block',
          file,
          ...makeLocator(text)(at),
          sentence,
          mend: REAL_PARTS,
        } as const,
      ];
    });
  });
}

/** The first that puts back neither the real function nor what was there before. */
function findAssignment(code: string, seam: string, real: string): number | undefined {
  const assigned = new RegExp(String.raw`(?<![\w.])(?:\w+\.)?${seam}\s*=(?!=)\s*(?<value>[\w.]*)`, 'gu');
  for (const { index, groups } of code.matchAll(assigned)) {
    const { value = '' } = groups ?? {};
    const isKept = new RegExp(String.raw`\b${value.replaceAll('.', String.raw`\.`)}\s*:?=\s*(?:\w+\.)?${seam}\b`, 'u');
    if (value !== real && !(/^\w+$/u.test(value) && isKept.test(code))) return index;
  }
  return undefined;
}
