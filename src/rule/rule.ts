import { configuredName, rerunCommand } from '#domain';
import type { Category, Effect, Evidence, Heading, Locus, PlannedSuite, Remedy } from '#domain';
import type { RunFacts, Sight } from '#case';
import type { Broken } from './weighted-rule.ts';

/** A rule reads typed facts, never names of tests, files or folders. The first rule that speaks decides. */
export interface Rule {
  readonly id: string;
  /** What the rule says, for the table in the docs. */
  readonly sentence: string;
  /** Which fact, were it otherwise, would change the verdict. */
  readonly otherwise: string;
  readonly decide: (effect: Effect, facts: RunFacts) => Verdict | undefined;
}

/** A rule for facts that harm no test and must still be mended (a leak, a service that will not stop). */
export interface StandingRule {
  readonly id: string;
  readonly sentence: string;
  readonly find: (facts: RunFacts) => readonly Verdict[];
}

export interface Verdict {
  readonly heading: Heading;
  /** Equal signatures under one heading are one cause. Holds no counters, times, ports or pids. */
  readonly signature: string;
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly remedy: Remedy;
  readonly against: readonly string[];
  /** For standing rules: the suites concerned. */
  readonly suites?: readonly string[];
  /** For a green result that proves nothing: the requirements that it seems to prove. They make it as grave as they are. */
  readonly unproved?: readonly string[];
  /** Weighted rules that spoke for it, the strongest first. */
  readonly rules?: readonly string[];
  /** Each a sentence: which fact, were it otherwise, would change it. */
  readonly otherwise?: readonly string[];
  readonly scores?: Readonly<Partial<Record<Category, number>>>;
  readonly runnerUp?: { readonly category: Category; readonly margin: number };
  /** Where the fault lies, where that differs from what the heading implies. */
  readonly locus?: Locus;
  /** What may be wrong (methods, routes, requirements): verdicts that share one of them may be of one fault. */
  readonly suspects?: readonly string[];
  /** Field of a request, with the wrong sort of what was sent in it. */
  readonly missent?: string;
  /** Approved requirements that it breaks. */
  readonly broken?: Broken;
  /** Method or route by whose answer it was judged. */
  readonly method?: string;
  /** Answers that it rests on, and all others that its test saw: by these it may be known as of one fault with others. */
  readonly sight?: Sight;
  /** By which words and code the service told an error, where it did. */
  readonly told?: string;
  /** True where no line of a log of the service stands beside it. */
  readonly isQuiet?: true;
  /** What it has in common with others of its fault: see Tie. */
  readonly ties?: readonly Tie[];
  /** Service that told of a file which the test then did not find. */
  readonly lostFileOf?: string;
  /** World and component, of a component that would not end: what it had been doing may explain it. */
  readonly notStopped?: string;
  /** A call was refused for a state that the test may not have made itself: a fault found elsewhere in its suite explains it better. */
  readonly isRefusal?: true;
}

/** Verdicts with equal keys are of one fault, once they are of so many methods. */
export interface Tie {
  readonly key: string;
  readonly leastMethods: number;
}

/** Command that runs the given suite again, alone. Repeats of a suite share it, and their causes. */
export function rerun(planned: PlannedSuite, { state }: RunFacts): string {
  return rerunCommand(state.started, [configuredName(planned)]);
}

/** Command that runs again whatever was not green. */
export function rerunAll({ state }: RunFacts): string {
  return rerunCommand(state.started, ['--last-failed']);
}

/** Key of the suite in the configuration, where a remedy begins. */
export function suiteKey(planned: PlannedSuite): string {
  return `suites.${configuredName(planned)}`;
}
