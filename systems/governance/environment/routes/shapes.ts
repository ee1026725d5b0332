/** Shapes that several routes of 生态环境监测 give. */
import { z } from 'zod';

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

export const ForecastShape = z.object({
  pollutant: z.string(),
  from: z.string(),
  hours: z.array(z.object({ ahead: z.number(), value: z.number(), low: z.number(), high: z.number() })),
  error: z.object({ own: z.number(), nothingChanges: z.number(), tries: z.number() }),
});
export type ForecastShape = z.infer<typeof ForecastShape>;
