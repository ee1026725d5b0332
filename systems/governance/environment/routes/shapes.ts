/** Shapes that several routes of 生态环境监测 give. */
import { z } from 'zod';
import { BandScore } from '../../../../engines/telemetry/contract.ts';

export const Day = z.iso.date();

export const AirValues = z.object({
  pm25: z.number().nullable(),
  pm10: z.number().nullable(),
  so2: z.number().nullable(),
  no2: z.number().nullable(),
  co: z.number().nullable(),
  o3: z.number().nullable(),
});
export type AirValues = z.infer<typeof AirValues>;

export const AirIndexShape = z.object({
  /** Beginning of the hour. */
  hour: z.string(),
  edition: z.string(),
  aqi: z.number().nullable(),
  /** Code '1' … '6'. */
  level: z.string().nullable(),
  levelName: z.string().nullable(),
  colour: z.string().nullable(),
  advice: z.string().nullable(),
  primary: z.array(z.string()),
  values: AirValues,
});
export type AirIndexShape = z.infer<typeof AirIndexShape>;

export const Place = z.object({ lon: z.number(), lat: z.number() });

export const StationNow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  area: z.string(),
  position: Place,
  now: AirIndexShape.nullable(),
});
export type StationNow = z.infer<typeof StationNow>;

const share = z.number().nullable();

/** Errors of one reach, in AQI; `skill` 1 − MAE ÷ MAE of “nothing changes”. Null where there is nothing to divide by. */
export const ForecastError = BandScore.extend({
  levelHits: share,
  unchangedHits: share,
  rangeHits: share,
});

const Values = z.partialRecord(z.enum(['pm25', 'pm10', 'so2', 'no2', 'co', 'o3']), z.number());

export const ForecastShape = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** Beginning of the first hour that is foretold. */
  issuedAt: z.string(),
  hours: z.array(
    z.object({
      ahead: z.number(),
      aqi: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      values: Values,
    }),
  ),
  days: z.array(
    z.object({
      day: Day,
      aqi: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      levelLow: z.string().nullable(),
      levelHigh: z.string().nullable(),
      primary: z.array(z.string()),
      tries: z.number(),
    }),
  ),
  ways: z.array(
    z.object({
      pollutant: z.string(),
      from: z.number(),
      to: z.number(),
      way: z.enum(['unchanged', 'usual', 'fading', 'regression']),
      tries: z.number(),
    }),
  ),
  errors: z.array(ForecastError),
});
export type ForecastShape = z.infer<typeof ForecastShape>;
