import { findReferences, present } from '#domain';
import type { MockUse } from '#domain';
import { nameEdge } from './edge.ts';
import { describeListeners, isProxyFor } from './own-listener.ts';
import type { OwnListener } from './own-listener.ts';

/** What one service was told at its start. */
export interface ServiceSettings {
  readonly service: string;
  /** Process of a copy that the suite started by itself; absent = the component of the world. */
  readonly copyPid?: number;
  readonly settings: readonly ServiceSetting[];
}

export interface ServiceSetting {
  /** The variable, or the place of the argument. */
  readonly name: string;
  readonly value: string;
  /** As the configuration has it for the component, with its references; absent = not there. */
  readonly written?: string;
}

interface MisledSubject {
  readonly listeners: readonly OwnListener[];
  /** Names of all components. */
  readonly components: readonly string[];
}

/** Where services send what they have to tell: the address of a receiver is no part of the world. */
const RECEIVER = /hook|callback|notif|listener|receiver|sink|subscriber|report|alert|event/iu;
const SHORTEST_NAME = 3;

/**
 * Services that were told an address at which the suite itself answered, where a component should have been. A proxy of the suite, which
 * asks that component, is none of it, nor is a receiver of what the service sends of itself.
 */
export function findMisled(services: readonly ServiceSettings[], subject: MisledSubject): readonly MockUse[] {
  const found = services.flatMap((one) => one.settings.flatMap((setting) => findAt(one, setting, subject)));
  return [...new Map(found.map((mock) => [`${mock.what} ${mock.verdict}`, mock])).values()];
}

function findAt(
  told: ServiceSettings,
  setting: ServiceSetting,
  { listeners, components }: MisledSubject,
): readonly MockUse[] {
  const there = listeners.filter(({ port, pid }) => pid !== told.copyPid && leadsTo(setting.value, port));
  const meant = there.length === 0 ? 'itself' : meantBy(told.service, setting, components);
  if (meant === 'itself') return [];
  const at = { setting, told, there };
  if (meant === 'unknown') return RECEIVER.test(setting.name) ? [] : [describeUnknown(at)];
  const isHonest = there.every((one) => isProxyFor(one, meant.component) || one.copyOf === meant.component);
  return isHonest ? [] : [describeFake(at, meant.component)];
}

interface Misled {
  readonly told: ServiceSettings;
  readonly setting: ServiceSetting;
  readonly there: readonly OwnListener[];
}

/** A server in the process of the tests that asked the component too may be a proxy. */
function describeFake(misled: Misled, component: string): MockUse {
  const { told, setting, there } = misled;
  return {
    ...describeBoth(misled),
    verdict: there.some(({ asked }) => asked.has(component)) ? 'warn' : 'block',
    what: nameEdge({ from: told.service, to: component }),
    sentence: `${describePlace(misled)} in the place of ${component}`,
    mend: `let ${setting.name} lead to the ${component} that was started for it`,
  };
}

function describeUnknown(misled: Misled): MockUse {
  return {
    ...describeBoth(misled),
    verdict: 'warn',
    what: `${misled.told.service}: ${misled.setting.name}`,
    sentence: describePlace(misled),
    mend: 'make the real part a component of reality.yaml and refer to it there',
  };
}

function describeBoth({ there: [first] }: Misled): Pick<MockUse, 'rule' | 'by' | 'pid' | 'frame'> {
  return { rule: 'fake-peer', by: 'contact', ...present({ pid: first?.pid, frame: first?.frame }) };
}

function describePlace({ told, setting, there }: Misled): string {
  const whose = told.copyPid === undefined ? told.service : `a ${told.service} that the suite started itself`;
  return `${setting.name} of ${whose} leads to ${describeListeners(there)}`;
}

function leadsTo(value: string, port: number): boolean {
  return value === String(port) || new RegExp(`:${port}(?!\\d)`, 'u').test(value);
}

type Meant = { readonly component: string } | 'itself' | 'unknown';

/** The component to which the configuration itself leads there; else one whose name the variable bears. */
function meantBy(service: string, { name, written }: ServiceSetting, components: readonly string[]): Meant {
  const heads = findReferences(written ?? '').map(({ path: [head = ''] }) => head);
  const component = heads.find((head) => head !== service && components.includes(head));
  if (component !== undefined) return { component };
  if (heads.includes(service)) return 'itself';
  const words = `_${wordsOf(name)}_`;
  const named = components.find(
    (one) => one !== service && one.length >= SHORTEST_NAME && words.includes(`_${wordsOf(one)}_`),
  );
  return named === undefined ? 'unknown' : { component: named };
}

function wordsOf(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/gu, '_');
}
