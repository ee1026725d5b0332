/**
 * Ranks pipes as places of one leak from what sensors read and what the model says without it.
 *
 * Residuals r_k = measured_k − simulated_k (metres of water; L/s), one for each sensor and hour. A leak of q L/s at node n moves them
 * by about q · s_nk, with s_nk = ∂y_k/∂q_n from a run of the model with an emitter at n. A leak on a pipe takes, to first order,
 * half of its water through each end: s_p = ½ (s_a + s_b). With independent normal errors σ_k the most likely leak on p is
 *     q_p = max(0, Σ r_k s_pk/σ_k² ÷ Σ s_pk²/σ_k²),    χ²_p = Σ (r_k − q_p s_pk)²/σ_k²,
 * and by Bayes' rule, with longer pipes leaking more often,
 *     P(p | r) = L_p e^(−χ²_p/2) ÷ Σ_i L_i e^(−χ²_i/2).
 * Weighted least squares over leak nodes: Pudar & Liggett, Leaks in Pipe Networks, J. Hydraul. Eng. 118(7), 1992; residuals against the
 * sensitivity matrix: Casillas et al., Sensors 13(11), 2013; the Bayesian form: Poulakis, Valougeorgis & Papadimitriou,
 * Probabilistic Engineering Mechanics 18(4), 2003. Of one leak at a time, in a model that holds but for it.
 */

/** One reading beside what the model says, in metres or L/s. */
export interface Residual {
  readonly value: number;
  /** Standard deviation of reading and model together, same unit; above 0. */
  readonly sigma: number;
}

export interface Candidate {
  readonly pipe: string;
  /** Weight before any reading: the length. */
  readonly prior: number;
  /** Change of each residual for 1 L/s lost on the pipe. */
  readonly sensitivity: readonly number[];
}

export interface RankedPipe {
  readonly pipe: string;
  /** 0 … 1, of all candidates together. */
  readonly probability: number;
  /** Most likely loss, L/s. */
  readonly loss: number;
  /** χ² of the residuals that it leaves. */
  readonly misfit: number;
}

/** Least squares for one candidate. */
export function fitLoss(
  residuals: readonly Residual[],
  sensitivity: readonly number[],
): { readonly loss: number; readonly misfit: number } {
  let along = 0;
  let square = 0;
  for (const [k, { value, sigma }] of residuals.entries()) {
    const s = (sensitivity[k] ?? 0) / sigma;
    along += (value / sigma) * s;
    square += s * s;
  }
  const loss = square > 0 ? Math.max(0, along / square) : 0;
  let misfit = 0;
  for (const [k, { value, sigma }] of residuals.entries())
    misfit += ((value - loss * (sensitivity[k] ?? 0)) / sigma) ** 2;
  return { loss, misfit };
}

/** Probabilities from misfits and priors; the smallest misfit is subtracted first, so that nothing underflows. */
export function weigh<T extends { readonly prior: number; readonly misfit: number }>(
  fitted: readonly T[],
): readonly number[] {
  const least = Math.min(...fitted.map(({ misfit }) => misfit));
  const weights = fitted.map(({ prior, misfit }) => prior * Math.exp((least - misfit) / 2));
  const sum = weights.reduce((total, each) => total + each, 0);
  return weights.map((each) => (sum > 0 ? each / sum : 0));
}

/** Most probable first. Candidates that no sensor would notice keep their prior and the misfit of no leak at all. */
export function rankPipes(
  residuals: readonly Residual[],
  candidates: readonly Candidate[],
): readonly RankedPipe[] {
  const fitted = candidates.map(({ pipe, prior, sensitivity }) => ({
    pipe,
    prior,
    ...fitLoss(residuals, sensitivity),
  }));
  const probabilities = weigh(fitted);
  return fitted
    .map(({ pipe, loss, misfit }, index) => ({ pipe, loss, misfit, probability: probabilities[index] ?? 0 }))
    .toSorted((a, b) => b.probability - a.probability);
}
