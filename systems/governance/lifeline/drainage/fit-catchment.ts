/**
 * Runoff coefficient ψ and lag K of a catchment from what its gauge measured: of a grid of both, the pair whose forecasts (started at each measured
 * level, run with the rain that fell) miss least. Found on the earlier part of the wet hours, judged on the later part; a fit that is no better
 * there than what the register declares is not used.
 */
import { type Score, scoreOf } from '../../../../engines/telemetry/service.ts';
import { type DrainPoint, forecastLevel, nextInflow } from './forecast-level.ts';

export interface Measured {
  /** Metres; undefined where no reading counts. */
  readonly level: number | undefined;
  /** mm/h; undefined counts as unknown, and nothing is foretold over it. */
  readonly rain: number | undefined;
}

export interface FitRules {
  readonly stepMinutes: number;
  /** Steps of each trial forecast. */
  readonly trialSteps: number;
  /** A step is wet when it rained within so many before it. */
  readonly wetSteps: number;
  /** Wet steps without which there is no fit. */
  readonly leastWet: number;
  readonly runoffs: readonly number[];
  /** Minutes. */
  readonly lags: readonly number[];
}

export interface CatchmentFit {
  readonly runoff: number;
  readonly lag: number;
  /** fitted: learned from the gauge; declared: too little rain, or no better than what the register says. */
  readonly from: 'fitted' | 'declared';
  readonly wet: number;
  /** In metres over the later part of the wet hours, beside “the level stays”; with the rain that fell, so without the error of a rain forecast. */
  readonly error: Score;
}

/** The reservoir's flow at the end of each step, L/s; unknown rain counts as none. */
export function flowsOf(point: DrainPoint, past: readonly Measured[], minutes: number): readonly number[] {
  let flow = 0;
  return past.map(({ rain }) => {
    flow = nextInflow(point, flow, rain ?? 0, minutes);
    return flow;
  });
}

function wetOrigins(past: readonly Measured[], { wetSteps, trialSteps }: FitRules): readonly number[] {
  return past.flatMap((each, at) => {
    if (each.level === undefined || at + trialSteps >= past.length) return [];
    const near = past.slice(Math.max(0, at - wetSteps), at + trialSteps + 1);
    return near.some(({ rain }) => (rain ?? 0) > 0) ? [at] : [];
  });
}

function judge(
  point: DrainPoint,
  past: readonly Measured[],
  origins: readonly number[],
  rules: FitRules,
): Score {
  const flows = flowsOf(point, past, rules.stepMinutes);
  const pairs = origins.flatMap((at) => {
    const rain = past.slice(at + 1, at + 1 + rules.trialSteps).map((each) => each.rain ?? 0);
    const level = past[at]?.level ?? 0;
    const { levels } = forecastLevel(point, level, rain, rules.stepMinutes, flows[at]);
    return levels.flatMap((forecast, step) => {
      const came = past[at + 1 + step]?.level;
      return came === undefined ? [] : [{ forecast, came, unchanged: level }];
    });
  });
  return scoreOf(pairs);
}

const learned = 2 / 3;

export function fitCatchment(declared: DrainPoint, past: readonly Measured[], rules: FitRules): CatchmentFit {
  const wet = wetOrigins(past, rules);
  const split = Math.floor(wet.length * learned);
  const [earlier, later] = [wet.slice(0, split), wet.slice(split)];
  const own = judge(declared, past, later, rules);
  const unfitted: CatchmentFit = {
    runoff: declared.runoff,
    lag: declared.lag ?? 0,
    from: 'declared',
    wet: wet.length,
    error: own,
  };
  if (wet.length < rules.leastWet) return unfitted;
  let best = { point: declared, mae: judge(declared, past, earlier, rules).mae ?? Infinity };
  for (const runoff of rules.runoffs)
    for (const lag of rules.lags) {
      const point = { ...declared, runoff, lag };
      const { mae } = judge(point, past, earlier, rules);
      if (mae !== null && mae < best.mae) best = { point, mae };
    }
  const error = judge(best.point, past, later, rules);
  if (error.mae === null || own.mae === null || error.mae >= own.mae) return unfitted;
  return { runoff: best.point.runoff, lag: best.point.lag ?? 0, from: 'fitted', wet: wet.length, error };
}
