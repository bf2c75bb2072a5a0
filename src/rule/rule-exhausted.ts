import { oneLine } from '#domain';
import { listTroubles } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** How systems and runtimes say that a process has used up what it may have. */
const EXHAUSTED =
  /\b(?:EMFILE|ENFILE|[Tt]oo many open files|Cannot allocate memory|[Oo]ut of memory|MemoryError|OutOfMemoryError|can't start new thread|unable to create (?:new )?native thread|[Cc]onnection pool (?:is )?exhausted|QueuePool limit|no (?:free|available) connections? in (?:the )?pool|fatal error: all goroutines are asleep|database is locked)/u;

/** Whatever it was about to do: it kept too much of what it did before. */
export const ruleExhausted: WeightedRule = {
  id: 'exhausted',
  sentence:
    'A service that says that it has used up its own descriptors, memory, threads or connections does not let go of them, whichever request it fails at.',
  weights: { SYSTEM_CRITICAL: 14, INTEGRATION_ISSUE: -20 },
  cites: 'the line of its log, or its answer, that says so',
  advises: 'find what the service opens and never closes',
  otherwise: 'if the service had not run out of it, what it was asked would decide',
  opine: (seen) => {
    for (const { component, text, evidence } of listTroubles(seen)) {
      const found = EXHAUSTED.exec(text)?.[0];
      if (found === undefined) continue;
      return {
        evidence,
        lead: {
          about: `${component}|${found.toLowerCase()}`,
          title: `${component} has used up what it may have: ${oneLine(text, 200)}`,
          action: `find what ${component} opens, keeps or waits for and never lets go of (${found})`,
        },
      };
    }
    return undefined;
  },
};
