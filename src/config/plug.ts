import type { z } from 'zod';
import type { ComponentDeclaration, SuiteSpec } from '#domain';

// What config needs of a component kind and of an engine. The tables of `component` and `engine` have this shape and more.

export interface ConfigKind {
  readonly schema: z.ZodType;
  readonly declare: (options: unknown) => ComponentDeclaration;
  /** What is allowed and worth knowing, each a whole sentence. */
  readonly warn?: (options: unknown) => readonly string[];
}

export interface ConfigEngine {
  readonly schema: z.ZodType;
  /** Files that must exist; absolute. */
  readonly files: (options: unknown, suite: SuiteSpec) => readonly string[];
  /** What makes these options impossible on this machine, as whole sentences. */
  readonly complain?: (options: unknown, suite: SuiteSpec) => readonly string[];
}

export type ConfigKinds = Readonly<Record<string, ConfigKind>>;
export type ConfigEngines = Readonly<Record<string, ConfigEngine>>;

/** The disk, as far as config may see it: the given folder and the installed package. */
export interface ConfigFiles {
  /** Undefined when there is no such file. Throws when there is one that cannot be read. */
  readonly readText: (path: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  /** `path` as seen from `folder`, absolute and without `.` and `..`. */
  readonly resolve: (folder: string, path: string) => string;
  /** The folder that holds a file. */
  readonly folderOf: (path: string) => string;
  /** The default export of a module. */
  readonly importDefault: (path: string) => Promise<unknown>;
}
