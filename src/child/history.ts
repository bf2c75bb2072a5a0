import type { History, SeenRecord } from './owned-tree.ts';
import { executableOf, readArgv, readEnviron, readLink } from './read-process.ts';
import type { ProcessStat } from './read-process.ts';

const MAX_RECORDS = 2000;
/** A variable that is a port, or ends a host with one. */
const ADDRESS = /^[^=]+=(?:\d{2,5}|[^=]*:\d{2,5}(?:\D.*)?)$/su;

/** Notes a process that nobody had met before; undefined where nobody asks, or when it has gone already. */
export function noteSeen(history: History | undefined, stat: ProcessStat): SeenRecord | undefined {
  if (history === undefined) return undefined;
  if (history.records.length >= MAX_RECORDS) {
    history.more += 1;
    return undefined;
  }
  const record: SeenRecord = {
    stat,
    executable: '',
    argv: [],
    cwd: '',
    searchPath: '',
    addresses: [],
    isCarrier: false,
  };
  refreshSeen(history, record, stat);
  if (record.executable === '') return undefined;
  history.records.push(record);
  return record;
}

/** Looks again who it is: an exec makes another program of the same process. */
export function refreshSeen(history: History | undefined, record: SeenRecord, stat: ProcessStat): void {
  record.stat = stat;
  const executable = executableOf(stat.pid);
  // Gone, or just about to be: what was known of it stays.
  if (history === undefined || executable === undefined) return;
  record.executable = executable;
  const argv = readArgv(stat.pid);
  // In the instant of an exec it has no words yet, in that of its end none any more.
  if (argv.length === 0) return;
  record.argv = argv;
  record.cwd = readLink(`/proc/${stat.pid}/cwd`) ?? '';
  const environ = readEnviron(stat.pid) ?? [];
  record.isCarrier = environ.some((text) => text.startsWith(history.variable));
  record.addresses = environ.filter((text) => ADDRESS.test(text) && !text.startsWith('REALITY_'));
  record.searchPath = environ.find((text) => text.startsWith('PATH='))?.slice('PATH='.length) ?? '';
}
