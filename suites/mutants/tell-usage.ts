/** Answers `--help` in the place of a measurement that may take an hour. */
export function tellUsage(usage: string): void {
  if (!process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return;
  process.stdout.write(`${usage.trim()}\n`);
  // oxlint-disable-next-line unicorn/no-process-exit -- nothing of the measurement has begun
  process.exit(0);
}
