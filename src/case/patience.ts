/** Nobody who means to have an answer gives less, unless a requirement says so. */
export const LEAST_PATIENCE_MS = 400;
