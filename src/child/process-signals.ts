import { constants } from 'node:os';
import { readProcFile } from './read-process.ts';

/** True if a process has a handler of its own for a signal: by the bit mask SigCgt of /proc/PID/status. */
export function catchesSignal(pid: number, name: NodeJS.Signals): boolean {
  const match = /^SigCgt:\s*([0-9a-f]+)/m.exec(readProcFile(`/proc/${pid}/status`) ?? '');
  const bit = 1n << BigInt(constants.signals[name] - 1);
  return match !== null && (BigInt(`0x${match[1] ?? '0'}`) & bit) !== 0n;
}
