import type { Usage } from '#domain';
import { countDescriptors, readProportionalBytes } from './measure-process.ts';
import { type ProcessStat, TICKS_PER_SECOND } from './read-process.ts';

/** The exact measure of memory is taken again only when the cheap one has grown by this much. */
const GROWTH = 1.02;

/**
 * Peaks of a tree. Memory is the sum of proportional shares (PSS): resident sizes would count the 40 MB of Node's own text
 * once per process. The shares cost a page-table walk, so they are read only when the sum of resident sizes peaks.
 */
export class UsageMeter {
  private memoryBytes = 0;
  private residentPeakBytes = 0;
  private processes = 0;
  private descriptors = 0;
  private diskBytes = 0;
  private goneTicks = 0;
  private liveTicks = 0;

  sample(stats: readonly ProcessStat[]): void {
    let residentBytes = 0;
    let descriptors = 0;
    this.liveTicks = 0;
    for (const stat of stats) {
      residentBytes += stat.residentBytes;
      descriptors += countDescriptors(stat.pid);
      this.liveTicks += stat.cpuTicks + stat.reapedCpuTicks;
    }
    this.processes = Math.max(this.processes, stats.length);
    this.descriptors = Math.max(this.descriptors, descriptors);
    if (residentBytes <= this.residentPeakBytes * GROWTH) return;
    this.residentPeakBytes = residentBytes;
    this.noteMemory(sumMemory(stats));
  }

  /** `isReapedByOurs`: a parent of ours waited for it, so its time is in the parent's own count. */
  forget(stat: ProcessStat, isReapedByOurs: boolean): void {
    if (!isReapedByOurs) this.goneTicks += stat.cpuTicks + stat.reapedCpuTicks;
  }

  noteMemory(sizeBytes: number): void {
    this.memoryBytes = Math.max(this.memoryBytes, sizeBytes);
  }

  noteDisk(sizeBytes: number): void {
    this.diskBytes = Math.max(this.diskBytes, sizeBytes);
  }

  usage(): Usage {
    return {
      peakMemoryBytes: this.memoryBytes,
      peakProcesses: this.processes,
      peakDescriptors: this.descriptors,
      peakDiskBytes: this.diskBytes,
      cpuMs: ((this.goneTicks + this.liveTicks) * 1000) / TICKS_PER_SECOND,
    };
  }
}

export function sumMemory(stats: readonly ProcessStat[]): number {
  return stats.reduce((sum, stat) => sum + (readProportionalBytes(stat.pid) ?? stat.residentBytes), 0);
}
