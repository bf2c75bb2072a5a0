import { stat } from 'node:fs/promises';

/** What changes when a file is replaced or written to. A file whose stamp is the same is not hashed again. */
export interface FileStamp {
  readonly device: string;
  readonly inode: string;
  readonly sizeBytes: string;
  readonly modifiedNs: string;
  readonly changedNs: string;
}

/** Follows links: the stamp is that of the file at the end. Undefined when there is none. */
export async function readStamp(file: string): Promise<FileStamp | undefined> {
  try {
    const facts = await stat(file, { bigint: true });
    return {
      device: String(facts.dev),
      inode: String(facts.ino),
      sizeBytes: String(facts.size),
      modifiedNs: String(facts.mtimeNs),
      changedNs: String(facts.ctimeNs),
    };
  } catch {
    return undefined;
  }
}

export function isSameStamp(one: FileStamp | undefined, other: FileStamp | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return (
    one.device === other.device &&
    one.inode === other.inode &&
    one.sizeBytes === other.sizeBytes &&
    one.modifiedNs === other.modifiedNs &&
    one.changedNs === other.changedNs
  );
}
