import { listTroubles } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

const NOT_STARTED: readonly RegExp[] = [
  /\bspawn(?:Sync)? ([\w./+-]{1,200}) ENOENT/u,
  /exec: "([^"]+)": executable file not found/u,
  /No such file or directory: '([\w.+-]+)'/u,
  /(?<![\w.+-])([\w.+-]{1,80}): (?:command )?not found\b/u,
  /(?<![\w.+-])([\w.+-]{1,80}) cannot be started/u,
  /Cannot run program "([^"]+)"/u,
];

/** The service is well but for a program that its environment does not give it. */
export const ruleMissingTool: WeightedRule = {
  id: 'missing-tool',
  sentence:
    'A service that says that it cannot start a program which it needs is not at one with the place in which it runs.',
  weights: { INTEGRATION_ISSUE: 14, SYSTEM_CRITICAL: -4 },
  cites: 'the line of its log, or its answer, that names the program',
  advises: "put the program on the service's PATH",
  otherwise: 'if the program were there, the answer of the service would decide',
  opine: (seen) => {
    for (const { component, text, evidence } of listTroubles(seen)) {
      const name = NOT_STARTED.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
      if (name === undefined) continue;
      return {
        evidence,
        lead: {
          about: `${component}|${name}`,
          title: `${component} cannot start ${name}, which it needs`,
          action: `put ${name} on the PATH of ${component}`,
          where: `components.${component}.env.PATH`,
        },
      };
    }
    return undefined;
  },
};
