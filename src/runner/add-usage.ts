import type { Usage } from '#domain';

/** Of processes that ran one after another: the highest peak of any, and all their computing. */
export function addUsage(one: Usage | undefined, other: Usage | undefined): Usage | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    peakMemoryBytes: Math.max(one.peakMemoryBytes, other.peakMemoryBytes),
    peakProcesses: Math.max(one.peakProcesses, other.peakProcesses),
    peakDescriptors: Math.max(one.peakDescriptors, other.peakDescriptors),
    peakDiskBytes: Math.max(one.peakDiskBytes, other.peakDiskBytes),
    cpuMs: one.cpuMs + other.cpuMs,
  };
}
