export { renderAnnotations, renderJobSummary } from './github.ts';
export { renderReports } from './reports.ts';
export { count, formatBytes, formatDuration } from './table.ts';
export { showHidden } from './visible.ts';
