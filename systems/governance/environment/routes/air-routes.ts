/** Routes of the air: the board, one station, ranking, forecast, and what the public sees. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { AirIndexShape, Day, ForecastError, ForecastShape, StationNow } from './shapes.ts';

const Board = z.object({
  /** Hour that is shown. */
  hour: z.string().nullable(),
  stations: z.array(StationNow),
  /** The city's hours: means of the stations that are judged, then the index. */
  hours: z.array(AirIndexShape),
  forecast: ForecastShape.nullable(),
});

export const airRoutes = {
  airBoard: get('/air/board', { title: '空气质量总览', allow: 'read', input: z.object({}), output: Board }),
  airStation: get('/air/stations/:id', {
    title: '空气站',
    allow: 'read',
    input: z.object({ id: z.uuid(), hours: z.coerce.number().int().min(24).max(336).default(72) }),
    output: z.object({
      id: z.string(),
      name: z.string(),
      hours: z.array(AirIndexShape),
      forecast: ForecastShape.nullable(),
    }),
  }),
  forecastErrors: get('/air/forecast-errors', {
    title: '空气质量预报检验',
    allow: 'read',
    input: z.object({
      /** Absent: the city. */
      station: z.uuid().optional(),
      days: z.coerce.number().int().min(1).max(60).default(14),
    }),
    output: z.object({
      /** Forecasts of these days that were issued, and those made again afterwards. */
      issued: z.number(),
      hindcasts: z.number(),
      /** What came, beside all of them; ranges as they were told. */
      errors: z.array(ForecastError),
      /** The last three days by the hour: what came, and what had been foretold at least a day before. */
      course: z.array(
        z.object({ hour: z.string(), came: z.number().nullable(), foretold: z.number().nullable() }),
      ),
    }),
  }),
  airRanking: get('/air/ranking', {
    title: '空气质量排名',
    allow: 'read',
    input: z.object({ from: Day, to: Day }),
    output: z.object({
      source: z.string().nullable(),
      rows: z.array(
        z.object({
          area: z.string(),
          areaName: z.string(),
          /** Composite index; null without valid days of every pollutant. */
          index: z.number().nullable(),
          days: z.number(),
          goodDays: z.number(),
          pm25: z.number().nullable(),
          rank: z.number().nullable(),
        }),
      ),
    }),
  }),
  publicAir: get('/air/public', {
    title: '空气质量实时发布',
    publicBecause: '环境空气质量依法向社会公布(HJ 633 第 6 章);只含参加评价的站点',
    input: z.object({}),
    output: Board,
    rate: 60,
  }),
};
