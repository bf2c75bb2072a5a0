export { renderCheck } from './check-line.ts';
export { makeDisplay } from './display.ts';
export type { Display, DisplaySettings } from './display.ts';
export { renderSummary } from './summary.ts';
export { terminalLine, terminalName, terminalText } from './terminal-text.ts';
