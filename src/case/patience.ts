/** Nobody who means to have an answer gives less, unless a requirement says so. */
export const LEAST_PATIENCE_MS = 400;
/** Whoever asks a service for one thing reckons with less, where nothing is said of it. */
export const MOST_PATIENCE_MS = 4000;
