import type { Engine } from './engine.ts';

/** Engine name → engine. The one place that knows them all. */
export type EngineTable = Readonly<Record<string, Engine<unknown>>>;
