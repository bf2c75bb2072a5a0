import { oneLine } from '#domain';
import { listTroubles } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

const UNUSABLE =
  /\b(ENOTDIR|EROFS|EACCES|EPERM)\b[^'"\n]*(?:['"]([^'"\n]+)['"])?|\b(Not a directory|Read-only file system|Permission denied)\b/iu;

/** Who configures the service gives it its folders. */
export const ruleUnusableFolder: WeightedRule = {
  id: 'unusable-folder',
  sentence: 'A service that was given a folder which no program could write to is not to blame for it.',
  weights: { TEST_ARTIFACT: 14, SYSTEM_CRITICAL: -4 },
  cites: 'the line of its log, or its answer, with the error of the file system',
  advises: 'give the service a folder that can be written',
  otherwise: 'if the folder could be written, the answer of the service would decide',
  opine: (seen) => {
    for (const { component, text, evidence } of listTroubles(seen)) {
      const match = UNUSABLE.exec(text);
      if (match === null) continue;
      const what = match[1] ?? match[3] ?? '';
      const path = match[2] === undefined ? '' : ` (${oneLine(match[2], 160)})`;
      return {
        evidence,
        lead: {
          about: `${component}|${what.toUpperCase()}`,
          title: `${component} was given a folder that it cannot use: ${what}${path}`,
          action: `give ${component} a folder that can be written, such as one of \${dirs.…}`,
          where: `components.${component}.env`,
          locus: 'harness',
        },
      };
    }
    return undefined;
  },
};
