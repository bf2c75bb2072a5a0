import type { ComponentKind } from './kind.ts';

/** Kind name → kind. The one place that knows them all. */
export type KindTable = Readonly<Record<string, ComponentKind<unknown>>>;
