// tmp-promise's own types name this module, which has none: what we use of it.
declare module 'tmp' {
  export interface DirOptions {
    /** Parent folder. */
    tmpdir?: string;
    prefix?: string;
    /** Instead of a prefix: the whole name. */
    name?: string;
    mode?: number;
    /** Not removed when this process ends. */
    keep?: boolean;
  }
  export type FileOptions = DirOptions;
  export type TmpNameOptions = DirOptions;
  export function fileSync(options?: FileOptions): unknown;
  export function dirSync(options?: DirOptions): unknown;
  export function tmpNameSync(options?: TmpNameOptions): string;
  export function setGracefulCleanup(): void;
}
