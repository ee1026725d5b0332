/** Several lanes side by side; all that one device sends goes by the same lane, so that it stays in order. */
import type { Outcome, Reading } from '../../service.ts';
import { Batcher, type BatcherOptions } from './batcher.ts';

/** Row ids end in random hexadecimal digits. */
function laneOf(device: string, lanes: number): number {
  const digit = Number.parseInt(device.slice(-2), 16);
  return Number.isNaN(digit) ? 0 : digit % lanes;
}

export class Lanes {
  readonly #lanes: readonly Batcher<Reading, Outcome>[];

  constructor(count: number, options: BatcherOptions<Reading, Outcome>) {
    this.#lanes = Array.from({ length: count }, () => new Batcher(options));
  }

  /** One outcome for each reading, in order. When one lane fails, what the others stored stays, and is a duplicate the next time. */
  async add(readings: readonly Reading[]): Promise<readonly Outcome[]> {
    // Most callers are one device: nothing of theirs has to be taken apart and put together again.
    const only = this.#onlyLane(readings);
    if (only !== undefined) return only.add(readings);
    const positions: number[][] = this.#lanes.map(() => []);
    readings.forEach(({ device }, index) => positions[laneOf(device, this.#lanes.length)]?.push(index));
    const outcomes: Outcome[] = Array.from({ length: readings.length });
    await Promise.all(
      this.#lanes.map(async (lane, serial) => {
        const mine = positions[serial] ?? [];
        const results = await lane.add(mine.flatMap((index) => readings[index] ?? []));
        mine.forEach((index, place) => {
          const result = results[place];
          if (result !== undefined) outcomes[index] = result;
        });
      }),
    );
    return outcomes;
  }

  #onlyLane(readings: readonly Reading[]): Batcher<Reading, Outcome> | undefined {
    const first = readings[0]?.device;
    if (first === undefined || readings.some(({ device }) => device !== first)) return undefined;
    return this.#lanes[laneOf(first, this.#lanes.length)];
  }

  async settle(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.settle()));
  }
}
