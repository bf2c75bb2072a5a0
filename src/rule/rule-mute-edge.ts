import { findReferences, oneLine } from '#domain';
import type { Evidence } from '#domain';
import { cite, citeExchange, citeProbe, findDemand, wasStoppedOnPurpose } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

interface MuteEdge {
  readonly service: string;
  readonly dependency: string;
  /** Name and value of the variable that leads elsewhere. */
  readonly setting: readonly [string, string];
  readonly evidence: readonly Evidence[];
}

/** A service that cannot know where what it needs is, and never asked it. */
export const ruleMuteEdge: WeightedRule = {
  id: 'mute-edge',
  sentence:
    'A service that requires a component, is told the address of another in its place, and asks it nothing while it is asked itself, is not at one with it: the setting leads elsewhere.',
  weights: { INTEGRATION_ISSUE: 9, SYSTEM_CRITICAL: -3 },
  cites:
    'the contact of the service, beside which there is none of the component, its answer, and the probe of the component',
  advises: 'give the service the address of the component',
  otherwise: 'if the service had asked the component, or had its address among the settings, the answer would decide',
  opine: (seen) => {
    const found = findMuteEdge(seen);
    if (found === undefined) return undefined;
    const { service, dependency, setting, evidence } = found;
    const [name, value] = setting;
    return {
      evidence,
      lead: {
        about: `${service}>${dependency}`,
        title: `${service} never asked ${dependency}, which it requires and which runs: ${name} leads to ${oneLine(value, 80)}`,
        action: `give ${service} the address of ${dependency}: no setting of it names ${dependency}`,
        where: `components.${service}.env.${name}`,
      },
    };
  },
};

function findMuteEdge(seen: Case): MuteEdge | undefined {
  const exchange = findDemand(seen)?.exchange;
  const service = exchange?.fact.component;
  if (exchange === undefined || service === undefined) return undefined;
  const settings = seen.facts.settingsOf(service) ?? {};
  const setting = Object.entries(settings).find(([, value]) => leadsSomewhere(value));
  const dependency = seen.facts.requiresOf(service).find((name) => isMute(seen, { service, name }, settings));
  if (dependency === undefined || setting === undefined) return undefined;
  const silence = citeSilence(seen, service, dependency);
  return silence === undefined
    ? undefined
    : { service, dependency, setting, evidence: [...silence, citeExchange(exchange)] };
}

// Only where relays saw what the service was asked, they would have seen what it asks.
function citeSilence({ effect, probes }: Case, service: string, dependency: string): readonly Evidence[] | undefined {
  const asked = effect.attempt?.contacts.find((one) => one.edge === service && one.calls > 0);
  if (asked === undefined) return undefined;
  const note = `${service} answered ${asked.calls} calls meanwhile, and nothing went to ${dependency}`;
  const probe = probes.get(dependency);
  return [cite(asked.seq, note), ...(probe === undefined ? [] : [citeProbe(probe)])];
}

function isMute(
  seen: Case,
  { service, name }: { readonly service: string; readonly name: string },
  settings: Readonly<Record<string, string>>,
): boolean {
  const { effect, world, probes } = seen;
  const hasPorts = world?.ports.some((one) => one.component === name) === true;
  const isNamed = Object.values(settings).some((value) =>
    findReferences(value).some(({ path: [first] }) => first === name),
  );
  const isTouched =
    effect.attempt?.contacts.some(({ edge }) => edge === name || edge === `${service}>${name}`) === true;
  return hasPorts && !isNamed && !isTouched && probes.get(name)?.fact.ok !== false && !wasStoppedOnPurpose(seen, name);
}

/** The address of something: a URL, or a reference to one. */
function leadsSomewhere(value: string): boolean {
  return /:\/\/|\.urls\.|^[\w.-]+:\d+$/u.test(value);
}
