export { renderAnnotations, renderJobSummary } from './github.ts';
export { renderReports } from './reports.ts';
