/** The one clock of the trust figures. */

/** Operations a second of `clients` side by side for some seconds, each `weight` lines. */
export async function rateOf(
  clients: number,
  seconds: number,
  weight: number,
  act: (number: number) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        done += 1;
        await act(done);
      }
    }),
  );
  return (done * weight) / ((performance.now() - started) / 1000);
}
