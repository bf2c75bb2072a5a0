import type { ComponentSpec, ContactLevel, PlannedSuite, SuiteSpec } from '#domain';

/** What a suite must have touched to have passed for good. */
export interface DeclaredContact {
  readonly levels: Readonly<Record<string, ContactLevel>>;
  /** False = the suite says nothing of it, and we expect the least: it asks the service and is answered. */
  readonly isOwn: boolean;
}

/**
 * As the suite says; without a word of it, the services that it requires itself and that are there for no other service: those are under
 * test.
 */
export function declareContact(
  planned: Pick<PlannedSuite, 'contact'>,
  { requires }: Pick<SuiteSpec, 'requires'>,
  components: readonly ComponentSpec[],
): DeclaredContact {
  if (Object.keys(planned.contact).length > 0) return { levels: planned.contact, isOwn: true };
  const services = components.filter(({ kind, name }) => kind === 'service' && requires.includes(name));
  const helpers = new Set(services.flatMap((service) => service.requires));
  const tested = services.filter(({ name }) => !helpers.has(name)).map(({ name }) => name);
  return { levels: Object.fromEntries(tested.map((name) => [name, 'L3'])), isOwn: false };
}
