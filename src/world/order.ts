import type { ComponentSpec } from '#domain';

/** What must be ready before: `requires`, and what its options name. */
export function requirementsOf(spec: ComponentSpec): readonly string[] {
  return [...new Set([...spec.requires, ...(spec.declares.requires ?? [])])];
}

/** Each component after all that it requires. A cycle or a missing one was refused by config: here it is a bug. */
export function sortByRequirements(specs: readonly ComponentSpec[]): readonly ComponentSpec[] {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const sorted: ComponentSpec[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) throw new Error(`components require each other: ${[...trail, name].join(' → ')}`);
    const spec = byName.get(name);
    if (spec === undefined) throw new Error(`component ${trail.at(-1)} requires ${name}, which is not in the world`);
    if (sorted.includes(spec)) return;
    for (const required of requirementsOf(spec)) visit(required, [...trail, name]);
    sorted.push(spec);
  };
  for (const spec of specs) visit(spec.name, []);
  return sorted;
}
