/**
 * Factors of a model fitted to readings: Gauss–Newton with a damped step (Levenberg 1944, Marquardt 1963) over the logarithms x of the factors,
 *     minimise  Σ ((yₖ − mₖ(x))/σₖ)² + Σ (xⱼ/s)²,
 * where the second part is what is known before any reading: a factor is near 1, give or take s. Derivatives by differences, since the
 * model is a simulation. The spread of the answer is the root of the diagonal of (JᵀJ + I/s²)⁻¹.
 */
import { solve } from '../../../../engines/telemetry/service.ts';

export interface FitTask {
  /** What the model reads with these logarithms of factors, in the order of `observed`. */
  readonly model: (logs: readonly number[]) => Promise<readonly number[]>;
  readonly factors: number;
  readonly observed: readonly number[];
  readonly sigmas: readonly number[];
  /** Standard deviation of a factor's logarithm before any reading. */
  readonly spread: number;
  readonly steps: number;
}

export interface Fitted {
  readonly factors: readonly number[];
  /** Relative standard deviation of each. */
  readonly spreads: readonly number[];
}

type Matrix = readonly (readonly number[])[];

const probe = 0.02;
const enough = 1e-4;
const firstDamping = 1e-3;
const mostDamping = 1e6;

function cost(task: FitTask, logs: readonly number[], read: readonly number[]): number {
  const misfit = task.observed.reduce(
    (sum, value, k) => sum + ((value - (read[k] ?? 0)) / (task.sigmas[k] ?? 1)) ** 2,
    0,
  );
  return misfit + logs.reduce((sum, log) => sum + (log / task.spread) ** 2, 0);
}

/** One row for each factor: change of each reading for one unit of its logarithm, in standard deviations. */
async function slopes(task: FitTask, logs: readonly number[], read: readonly number[]): Promise<Matrix> {
  const rows: (readonly number[])[] = [];
  for (const [index] of logs.entries()) {
    const moved = await task.model(logs.map((log, at) => (at === index ? log + probe : log)));
    rows.push(moved.map((value, k) => (value - (read[k] ?? 0)) / probe / (task.sigmas[k] ?? 1)));
  }
  return rows;
}

function normal(task: FitTask, slope: Matrix, damping: number): Matrix {
  return slope.map((one, i) =>
    slope.map((other, j) => {
      const product = one.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0);
      return i === j ? product * (1 + damping) + 1 / task.spread ** 2 : product;
    }),
  );
}

/** Standard deviations of the logarithms, which for small ones are those of the factors themselves. */
function spreadsOf(task: FitTask, slope: Matrix): readonly number[] {
  const matrix = normal(task, slope, 0);
  return matrix.map((_, index) => {
    const column = solve(
      matrix,
      matrix.map((__, at) => (at === index ? 1 : 0)),
    );
    return Math.sqrt(Math.max(0, column?.[index] ?? task.spread ** 2));
  });
}

export async function fitFactors(task: FitTask): Promise<Fitted> {
  let logs: readonly number[] = Array.from({ length: task.factors }, () => 0);
  let read = await task.model(logs);
  let damping = firstDamping;
  let slope = await slopes(task, logs, read);
  for (let step = 0; step < task.steps && damping < mostDamping; step += 1) {
    const pull = slope.map(
      (one, index) =>
        one.reduce(
          (sum, value, k) =>
            sum + (value * ((task.observed[k] ?? 0) - (read[k] ?? 0))) / (task.sigmas[k] ?? 1),
          0,
        ) -
        (logs[index] ?? 0) / task.spread ** 2,
    );
    const move = solve(normal(task, slope, damping), pull);
    if (move === undefined) break;
    const next = logs.map((log, index) => log + (move[index] ?? 0));
    const there = await task.model(next);
    if (cost(task, next, there) >= cost(task, logs, read)) {
      damping *= 10;
      continue;
    }
    [logs, read] = [next, there];
    damping /= 10;
    slope = await slopes(task, logs, read);
    if (Math.max(...move.map(Math.abs)) < enough) break;
  }
  return { factors: logs.map(Math.exp), spreads: spreadsOf(task, slope) };
}
