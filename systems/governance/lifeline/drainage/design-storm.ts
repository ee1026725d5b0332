/**
 * Rain of a return period by the storm formula of GB 50014: q = 167·A₁(1 + C·lg P)/(t + b)ⁿ, q in L/(s·hm²), t in minutes, P in years.
 *
 * The course of the storm is laid in alternating blocks around its peak: the depth of each duration is kept, whichever part one looks at.
 */

export interface StormFormula {
  /** A₁, mm/min. */
  readonly strength: number;
  /** C. */
  readonly growth: number;
  /** b, minutes. */
  readonly delay: number;
  /** n. */
  readonly power: number;
}

/** mm/h that 1 L/(s·hm²) is. */
const millimetresAnHour = 0.36;

/** Mean rain in mm/h over so many minutes. */
export function meanRain(
  { strength, growth, delay, power }: StormFormula,
  years: number,
  minutes: number,
): number {
  return (
    ((167 * strength * (1 + growth * Math.log10(years))) / (minutes + delay) ** power) * millimetresAnHour
  );
}

/** mm/h of each step; the peak stands at this part of the duration. */
export function designStorm(
  formula: StormFormula,
  years: number,
  steps: number,
  stepMinutes: number,
  peak: number,
): readonly number[] {
  const depth = (count: number) => meanRain(formula, years, count * stepMinutes) * count;
  const blocks = Array.from(
    { length: steps },
    (_, index) => depth(index + 1) - (index === 0 ? 0 : depth(index)),
  );
  const course = Array.from({ length: steps }, () => 0);
  const middle = Math.min(steps - 1, Math.floor(steps * peak));
  let [left, right] = [middle, middle + 1];
  for (const block of blocks) {
    // Nearer to the peak first; where one side is full, the other.
    const goesLeft = left >= 0 && (right >= steps || (middle - left) * (1 - peak) <= (right - middle) * peak);
    course[goesLeft ? left : right] = block;
    if (goesLeft) left -= 1;
    else right += 1;
  }
  return course;
}
