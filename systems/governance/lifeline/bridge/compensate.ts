/**
 * Takes the temperature out of a bridge's strain or natural frequency, so that what is left may mean damage.
 *
 * Over a reference period the reading is taken as y = a + b·T + ε and fitted by least squares. A later reading is judged by its residual
 * r = y − (a + b·T): in standard deviations of ε (control chart, mean ± 3σ), and as a part of what was expected, r ÷ (a + b·T).
 * Regression against temperature and control charts on the residual: Sohn et al., Smart Mater. Struct. 8(4), 1999; Ni et al., Eng. Struct. 27(12), 2005.
 */

export interface Pair {
  /** °C. */
  readonly temperature: number;
  readonly value: number;
}

export interface Fit {
  readonly intercept: number;
  /** Change of the reading for one degree. */
  readonly slope: number;
  /** Standard deviation of the residuals, n − 2 degrees of freedom. */
  readonly sigma: number;
}

/** Undefined with fewer pairs than `least`, or all at one temperature. */
export function fitTemperature(pairs: readonly Pair[], least: number): Fit | undefined {
  const many = pairs.length;
  if (many < Math.max(3, least)) return undefined;
  const meanT = pairs.reduce((sum, { temperature }) => sum + temperature, 0) / many;
  const meanY = pairs.reduce((sum, { value }) => sum + value, 0) / many;
  let [square, product] = [0, 0];
  for (const { temperature, value } of pairs) {
    square += (temperature - meanT) ** 2;
    product += (temperature - meanT) * (value - meanY);
  }
  if (square === 0) return undefined;
  const slope = product / square;
  const intercept = meanY - slope * meanT;
  const left = pairs.reduce(
    (sum, { temperature, value }) => sum + (value - intercept - slope * temperature) ** 2,
    0,
  );
  return { intercept, slope, sigma: Math.sqrt(left / (many - 2)) };
}

export interface Deviation {
  /** What the temperature alone would make of it. */
  readonly expected: number;
  /** In standard deviations; null where the reference did not scatter at all. */
  readonly deviations: number | null;
  /** Per cent of what was expected; null where that is zero. */
  readonly drift: number | null;
}

export function judgeReading(fit: Fit, { temperature, value }: Pair): Deviation {
  const expected = fit.intercept + fit.slope * temperature;
  const residual = value - expected;
  return {
    expected,
    deviations: fit.sigma > 0 ? residual / fit.sigma : null,
    drift: expected === 0 ? null : (residual / expected) * 100,
  };
}
