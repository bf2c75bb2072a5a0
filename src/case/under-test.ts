import type { RunState } from '#domain';

/**
 * Which components of kind `service` are being judged. One that no suite asks for by name, and that another component asks for, is what that one
 * needs: a dependency, however it is started. Where a run does not tell who asks for what, it is the one named so, else the last one.
 */
export function makeSubjectFinder({ components, declared }: RunState): (component: string) => boolean {
  const services = components.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  if (services.length < 2) return (component) => services.includes(component);
  const subjects = new Set(listAsked(services, declared) ?? services.filter((name) => name === 'service'));
  if (subjects.size === 0) subjects.add(services.at(-1) ?? '');
  return (component) => subjects.has(component);
}

function listAsked(
  services: readonly string[],
  { asked, components }: RunState['declared'],
): readonly string[] | undefined {
  if (asked === undefined) return undefined;
  const byOthers = new Set(components.flatMap(({ name, requires = [] }) => requires.filter((one) => one !== name)));
  return services.filter((name) => asked.includes(name) || !byOthers.has(name));
}
