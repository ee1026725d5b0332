/** Tells of fresh readings that somebody subscribed to, by an event that commits with them. */
import type { Work } from '../../../store/index.ts';
import type { Observed } from '../../service.ts';
import type { CheckedReading } from './check-reading.ts';

/** An event is one row of the outbox: readings of a large batch travel in several. */
const mostInOne = 200;

export class Watch {
  readonly #lateAfter: () => number;
  #models: ReadonlySet<string> = new Set();

  constructor(lateAfter: () => number) {
    this.#lateAfter = lateAfter;
  }

  follow(models: ReadonlySet<string>): void {
    this.#models = models;
  }

  tell(work: Work, fresh: readonly CheckedReading[]): void {
    if (this.#models.size === 0) return;
    const lateAfter = this.#lateAfter();
    const readings = fresh.flatMap(({ device, property, at, receivedAt, value, words, quality }) =>
      this.#models.has(device.model) && at >= receivedAt - lateAfter
        ? [{ device: device.id, property: property.spec.name, at, value, words, quality }]
        : [],
    );
    for (let start = 0; start < readings.length; start += mostInOne)
      work.emit('telemetry.observed', 'system', {
        readings: readings.slice(start, start + mostInOne),
      } satisfies Observed);
  }
}
