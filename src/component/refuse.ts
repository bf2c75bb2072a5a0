import type { Furnished } from './kind.ts';

/** It is up and does not hold what it must: `saw` goes on after "db is up, but"; `key` is where in its configuration. */
export function refuse(saw: string, remedy: string, key = ''): Furnished {
  return { ok: false, saw, facts: { missing: saw, remedy, ...(key === '' ? {} : { key }) } };
}

/** Undefined when any version will do, or the right one runs: `7` wants 7.0.15 and not 70. */
export function refuseVersion(title: string, found: string, wanted: string | undefined): Furnished | undefined {
  if (wanted === undefined || `${found}.`.startsWith(`${wanted}.`)) return undefined;
  return refuse(
    `it is ${title} ${found === '' ? 'of an unknown version' : found}, and ${wanted} is wanted`,
    `install ${title} ${wanted}, name its folder by bin, or change version`,
    '.version',
  );
}

/** Thrown by a kind that finds, before anything is started, that it cannot be what it was asked to be. The message goes on after "db ". */
export class UnfitError extends Error {
  override readonly name = 'UnfitError';
  readonly facts: Readonly<Record<string, string>>;

  constructor(saw: string, remedy: string, key: string) {
    super(saw);
    this.facts = { missing: saw, remedy, key };
  }
}

/** By its shape: the kind of a user may come with a copy of this package of its own. */
export function isUnfit(error: unknown): error is UnfitError {
  return error instanceof Error && error.name === 'UnfitError' && 'facts' in error;
}
