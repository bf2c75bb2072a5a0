import type { Edit } from '../mutants/service-copies.ts';

/** Approved sentences in a registry, before what it holds there. */
export function sentences(before: string, ...told: readonly (readonly [string, string, string])[]): Edit {
  const items = told.map(
    ([id, text, name]) => `  - { id: ${id}, text: '${text}', source: guide 9, status: approved, names: ['${name}'] }\n`,
  );
  return { file: 'requirements.yaml', from: before, to: `${items.join('')}${before}` };
}
