/** Two writers that waited for each other: PostgreSQL lets one of them go, and it tries again. */
const clash = /^40/;
const mostTries = 3;

/** Code of PostgreSQL, empty for any other problem. */
export function codeOf(problem: unknown): string {
  const code = (problem as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

export async function againOnClash<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (problem) {
      if (attempt >= mostTries || !clash.test(codeOf(problem))) throw problem;
    }
  }
}
