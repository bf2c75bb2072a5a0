import { LIMIT_FACTOR, RERUNS_ALONE, configuredName, rerunCommand, unreachable } from '#domain';
import type { ExperimentKind, ReplayStep, RunState, SuiteState, TestState } from '#domain';

export interface CommandSubject {
  readonly state: RunState;
  readonly suite: SuiteState;
  readonly test: TestState;
  readonly steps: readonly ReplayStep[];
}

/** What a person would type to do the same by hand. */
export function commandFor(experiment: ExperimentKind, { state, suite, test, steps }: CommandSubject): string {
  const { planned } = suite;
  const alone = [configuredName(planned), '-g', patternFor(test)];
  switch (experiment) {
    case 'rerun-alone':
      return rerunCommand(state.started, [...alone, '--repeat-each', String(RERUNS_ALONE)]);
    case 'longer-limit':
      return rerunCommand(state.started, [...alone, '--timeout', `${LIMIT_FACTOR * planned.timeoutMs}ms`]);
    case 'replay':
      return `reality up ${steps.at(-1)?.component ?? ''}  # then ask: ${describeStep(steps.at(-1))}`;
    case 'probe-dependency':
      return `reality up ${planned.closure.join(' ')}`;
    default:
      return unreachable(experiment);
  }
}

function patternFor({ id }: TestState): string {
  return id.titles.join(' ').replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

function describeStep(step: ReplayStep | undefined): string {
  if (step === undefined) return '';
  const { fact, component, portName } = step;
  const path = fact.path ?? '/';
  const text = fact.request === '' ? fact.method : `${fact.method} ${fact.request}`;
  return `${component}.ports.${portName}${path} ${text}`;
}
