import path from 'node:path';
import { isOfNonce } from '#domain';
import type { MockUse } from '#domain';
import type { Access } from './access-witness.ts';
import { nonceOf } from './mediamtx-witness.ts';
import { lookAtMedia } from './read-media.ts';
import type { MediaFile } from './read-media.ts';
import type { WitnessFinding } from './witness.ts';

/** What was recorded during an attempt, and where it would have come from. */
export interface MediaSubject {
  /** Name → folder of the world in which services leave media. */
  readonly recordings: Readonly<Record<string, string>>;
  /** Name → folder in which the suite leaves what it made itself. */
  readonly own: Readonly<Record<string, string>>;
  readonly worldNonce: string;
  readonly suiteNonce: string;
  /** Edges that a recording in a folder of the world proves, by the stream that it is of (`camera0`; empty = one of the suite). */
  readonly edgesOf: (stream: string) => readonly string[];
  /** The same for what the suite made itself. */
  readonly ownEdgesOf: (stream: string) => readonly string[];
  /** Whether a stream of ours plays at all; without one nothing could be expected in any recording. */
  readonly hasStreams: boolean;
  /** Every access so far; undefined where nobody writes them down. */
  readonly accesses: readonly Access[] | undefined;
  /** Paths that are fed by something else than somebody who publishes (cameras that MediaMTX pulls from). */
  readonly pulled: readonly string[];
}

export interface MediaVerdict {
  readonly findings: readonly WitnessFinding[];
  readonly mocks: readonly MockUse[];
  /** What could not be looked at; empty as it should be. */
  readonly note: string;
}

const MAX_TOLD = 20;
/** The clock of a file system is that of the kernel's last tick. */
const TICK_MS = 10;

/** Reads back what appeared in folders since a moment (epoch milliseconds). */
export async function witnessMedia(subject: MediaSubject, sinceMs: number): Promise<MediaVerdict> {
  const folders = { ...subject.recordings, ...subject.own };
  const { files, unread } = await lookAtMedia(Object.values(folders), sinceMs - TICK_MS);
  const named = files.map((media) => ({ ...media, ...nameFile(media.file, subject) }));
  const canned = judgeCanned(
    named.filter(({ isOwn }) => !isOwn),
    subject,
  );
  return {
    findings: tellFindings(named, subject),
    mocks: canned === undefined ? [] : [canned],
    note: unread === 0 ? '' : `${unread} more media files were not read: there were too many, or they were too large`,
  };
}

interface NamedFile extends MediaFile {
  /** `recordings/camera0/….mp4`. */
  readonly name: string;
  readonly isOwn: boolean;
}

function nameFile(file: string, { recordings, own }: MediaSubject): Pick<NamedFile, 'name' | 'isOwn'> {
  const all = [...Object.entries(own).map((entry) => [...entry, true] as const), ...Object.entries(recordings)];
  const found = all.find(([, folder]) => file.startsWith(`${folder}/`));
  if (found === undefined) return { name: path.basename(file), isOwn: false };
  const [name, folder, isOwn = false] = found;
  return { name: `${name}/${path.relative(folder, file)}`, isOwn };
}

function tellFindings(files: readonly NamedFile[], subject: MediaSubject): readonly WitnessFinding[] {
  const byEdge = new Map<string, string[]>();
  for (const { name, nonces, isOwn } of files) {
    for (const nonce of nonces) {
      const stream = streamOf(nonce, subject);
      // What the suite itself has stamped and kept need never have gone anywhere.
      if (stream === undefined || (isOwn && stream === '')) continue;
      const edges = isOwn ? subject.ownEdgesOf(stream) : subject.edgesOf(stream);
      for (const edge of edges) byEdge.set(edge, [...(byEdge.get(edge) ?? []), name]);
    }
  }
  return [...byEdge].map(([edge, names]) => {
    const each = [...new Set(names)];
    const note = `the nonce of this run was read back from ${each.length === 1 ? 'a recording' : `${each.length} recordings`}`;
    return { edge, level: 'L5', seenBy: 'media', serverIds: [], nonces: each.slice(0, MAX_TOLD), note };
  });
}

/** Which stream a nonce names; empty for one that the suite published itself; undefined for a nonce of somebody else. */
function streamOf(nonce: string, { worldNonce, suiteNonce }: MediaSubject): string | undefined {
  if (isOfNonce(nonce, worldNonce)) return nonce.slice(worldNonce.length + 1);
  return isOfNonce(nonce, suiteNonce) ? '' : undefined;
}

/**
 * A recording in H.264 that does not carry the nonce of a stream of this run did not come from one. Nothing is said where it may have come from
 * somebody else's stream; where somebody read a stream it may have been encoded again, which takes the nonce away: then it is a warning.
 */
function judgeCanned(files: readonly NamedFile[], subject: MediaSubject): MockUse | undefined {
  const strange = files.filter(
    ({ isReadable, nonces }) => isReadable && !nonces.some((nonce) => streamOf(nonce, subject) !== undefined),
  );
  if (strange.length === 0 || !subject.hasStreams || hasForeignSource(subject)) return undefined;
  const isUnclear =
    subject.accesses === undefined || subject.accesses.some((access) => isStrangeReader(access, subject));
  const names = strange.map(({ name }) => name);
  const told = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const doubt = isUnclear ? '; it may have been encoded again, which takes the nonce away' : '';
  return {
    rule: 'canned-media',
    by: 'contact',
    verdict: isUnclear ? 'warn' : 'block',
    what: folderOf(names[0] ?? ''),
    sentence: `${told} appeared during the suite and does not carry the nonce that every stream of this run carries${doubt}`,
    mend: 'record from a stream of the world (kind ffmpeg-stream, or startPublisher of the kit); do not copy a file in',
  };
}

function folderOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

function hasForeignSource(subject: MediaSubject): boolean {
  const publishes = (subject.accesses ?? []).filter(({ action }) => action === 'publish');
  const isForeign = ({ query }: Access): boolean => streamOf(nonceOf(query), subject) === undefined;
  return subject.pulled.length > 0 || publishes.some(isForeign);
}

/** Neither our own probes, which read nothing, nor the clients of the suite that say who they are. */
function isStrangeReader({ action, query }: Access, { suiteNonce }: MediaSubject): boolean {
  return action !== 'publish' && !isOfNonce(nonceOf(query), suiteNonce);
}
