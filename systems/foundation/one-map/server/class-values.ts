/** Values in classes of about equally many cells, so that each colour is seen; equal values never fall into two classes. */
import { classColours } from '../data/class-colours.ts';

export interface ValueClass {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
}

export function classify(values: readonly number[]): {
  readonly classes: readonly ValueClass[];
  readonly classOf: (value: number) => number;
} {
  const sorted = values.toSorted((a, b) => a - b);
  const bounds: number[] = [];
  classColours.forEach((_, index) => {
    const bound = sorted[Math.ceil(((index + 1) * sorted.length) / classColours.length) - 1];
    if (bound !== undefined && bound !== bounds.at(-1)) bounds.push(bound);
  });
  const classOf = (value: number) =>
    Math.max(
      0,
      bounds.findIndex((bound) => value <= bound),
    );
  const classes = bounds.map((to, index): ValueClass => {
    const lowest = sorted.find((value) => classOf(value) === index) ?? to;
    // Fewer classes than colours spread over all of them, so that the highest is always dark.
    const step =
      bounds.length === 1
        ? classColours.length - 1
        : (index * (classColours.length - 1)) / (bounds.length - 1);
    return { from: lowest, to, colour: classColours[Math.round(step)] ?? classColours[0] };
  });
  return { classes, classOf };
}
