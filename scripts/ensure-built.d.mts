/** Builds the pages when their sources have changed since the last build. */
export function ensureBuilt(): void;
