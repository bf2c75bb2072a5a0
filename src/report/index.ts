export { ASSESSMENT_SCHEMA } from './assessment-schema.ts';
export { renderComparison, renderComparisonJson } from './comparison.ts';
export { renderAnnotations, renderJobSummary } from './github.ts';
export { renderEach, renderReports } from './reports.ts';
export { renderTickets } from './tickets.ts';
