import type { Frame } from '#domain';

/** As stacks print it; engines that name no function give an empty name. */
export function describeFrame({ name, file, line, column }: Frame): string {
  const place = `${file}:${line}:${column}`;
  return `    at ${name === '' ? place : `${name} (${place})`}`;
}
