/** Depth of colour of a cell by the share that took too long: five steps, the words beside it say the number. Pure. */

const steps = [0, 0.1, 0.2, 0.35] as const;

/** 0 when nothing was late, 4 when more than a third was. */
export function slowness(lateRate: number | null): number {
  if (lateRate === null) return 0;
  return steps.filter((step) => lateRate > step).length;
}
