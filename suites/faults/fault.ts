import type { Heading } from '#domain';
import type { Document } from 'yaml';
import type { Edit } from '../mutants/service-copies.ts';

/** One thing that is really wrong in a run, and what an honest judge has to say of it. */
export interface Fault {
  /** Number in the list of faults; two numbers for two at once. */
  readonly id: string;
  readonly what: string;
  /** Which service is broken; absent = the reference camera service. */
  readonly service?: OtherService;
  /** One heading for each cause, in any order; empty where nothing is wrong. */
  readonly expected: readonly Heading[];
  /** Names of the suites that are run. */
  readonly suites: readonly string[];
  /** Wrong lines in a copy of the reference service. */
  readonly edits?: readonly Edit[];
  /** Wrong settings. */
  readonly change?: (config: Document, place: Place) => void;
  /** Files of the project besides the configuration: name → text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Something that must run beside it: answers how to end it. */
  readonly beside?: () => Promise<() => Promise<void>>;
  /** Kept aside while rules are written; run once, at the end. */
  readonly isHeldOut?: true;
  /** Of these: written after the last rule, and run once. */
  readonly isBlind?: true;
  /** Of a later part, in no other: written by somebody who has not read a rule, with what a careful person would sign. */
  readonly signed?: Signed;
}

/** Services besides the reference camera service; their files lie in `fixtures/<name>-service`. */
export type OtherService = 'ledger' | 'orders' | 'parcels';

/** The reasons of a person who knows what is wrong; nothing of it reaches the run. */
export interface Signed {
  readonly why: string;
  readonly cites: string;
}

export interface Place {
  readonly folder: string;
  /** The program of the service that is run. */
  readonly main: string;
}

/** A suite of the project's own, added to the configuration. */
export function addSuite(config: Document, suite: object): void {
  config.addIn(['suites'], config.createNode({ engine: 'mocha', lane: 'system', timeout: '60s', ...suite }));
}

/** A variable of the service, changed. */
export function setServiceVariable(config: Document, name: string, value: string): void {
  config.setIn(['components', 'service', 'env', name], value);
}
