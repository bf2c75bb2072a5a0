import type { ScanRequest } from './scan.ts';
import type { ScanResult } from './scan-scripts.ts';

/** `scan`, whose parser costs 40 ms and 20 MB, loaded by those alone who scan. */
export async function scan(request: ScanRequest): Promise<ScanResult> {
  const { scan: scanNow } = await import('./scan.ts');
  return scanNow(request);
}
