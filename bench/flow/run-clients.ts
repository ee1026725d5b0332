/** Many clients at once, each doing one case after another until the time is up. */

/** Completed items a second; `live` does one case and says how many items it had. */
export async function runClients(
  clients: number,
  seconds: number,
  live: () => Promise<number>,
): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const items = await live();
        done += items;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}
