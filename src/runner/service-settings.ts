import type { ServiceSetting, ServiceSettings } from '#contact';
import type { SeenProcess } from '#child';
import { present } from '#domain';
import type { ComponentSpec } from '#domain';
import { isCopyOf } from '#guard';
import type { EngineProcess } from './attempt-state.ts';
import { worldOf } from './make-plan.ts';

/** What the services of a suite's world were told at their start, and the copies of them that the suite started by itself. */
export function listServiceSettings(process: EngineProcess): readonly ServiceSettings[] {
  const { run, planned, spec, scope, root } = process;
  const names = worldOf(planned);
  const services = run.request.config.components.filter(({ kind }) => kind === 'service');
  const own = services
    .filter(({ name }) => names.includes(name))
    .map((component) => ({
      service: component.name,
      settings: listSettings(component, spec.with[component.name]?.env),
    }));
  const copies = scope
    .history()
    .processes.filter(({ pid }) => pid !== root.pid)
    .flatMap((seen) =>
      services
        .filter((component) => isCopyOf(seen.argv, commandOf(component)))
        .map((component) => ({
          service: component.name,
          copyPid: seen.pid,
          settings: listSettingsOfCopy(component, seen),
        })),
    );
  return [...own, ...copies];
}

/** Command of a service, with its references; empty for every other kind. */
export function commandOf({ kind, options }: ComponentSpec): readonly string[] {
  if (kind !== 'service' || typeof options !== 'object' || options === null || !('command' in options)) return [];
  return Array.isArray(options.command) ? options.command.map(String) : [];
}

/** Variables that the configuration gives a service, with their references. */
export function readEnv({ options }: Pick<ComponentSpec, 'options'>): Readonly<Record<string, string>> {
  const env = typeof options === 'object' && options !== null && 'env' in options ? options.env : undefined;
  if (typeof env !== 'object' || env === null) return {};
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
}

function listSettings(
  component: ComponentSpec,
  over: Readonly<Record<string, string>> | undefined,
): readonly ServiceSetting[] {
  const env = readEnv(component);
  const variables = Object.entries({ ...env, ...over }).map(([name, value]) => ({
    name,
    value,
    ...present({ written: env[name] }),
  }));
  const words = commandOf(component).map((value, index) => ({ name: `argument ${index}`, value, written: value }));
  return [...variables, ...words];
}

function listSettingsOfCopy(component: ComponentSpec, { addresses, argv }: SeenProcess): readonly ServiceSetting[] {
  const env = readEnv(component);
  const command = commandOf(component);
  const variables = addresses.flatMap((text): readonly ServiceSetting[] => {
    const name = text.slice(0, text.indexOf('='));
    const written = env[name];
    // What else the tests have in their environment, a copy inherits without meaning anything by it.
    return written === undefined ? [] : [{ name, value: text.slice(name.length + 1), written }];
  });
  const words = argv.map((value, index) => ({
    name: `argument ${index}`,
    value,
    ...present({ written: command[index] }),
  }));
  return [...variables, ...words];
}
