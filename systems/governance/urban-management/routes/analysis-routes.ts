/** 综合评价, 决策分析 and the live screen: numbers that each lead back to their rows. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { matterCode, Period, periodInput } from './shapes.ts';

const analysisInput = z.object({ ...periodInput, matter: matterCode.optional() });

export const EvaluationTable = z.object({
  object: z.string(),
  objectTitle: z.string(),
  period: Period,
  ruleSet: z.object({ version: z.string(), source: z.string() }),
  /** How the indicators engine groups the same rows: GET /api/indicators/urban-management.<indicator>/rows with these and group=<key>. */
  grouping: z.object({ by: z.string(), level: z.enum(['county', 'town']) }),
  columns: z.array(
    z.object({
      indicator: z.string(),
      title: z.string(),
      formula: z.string(),
      /** rate: 0–1, shown as per cent · count · hour. */
      unit: z.enum(['rate', 'count', 'hour']),
      weight: z.number(),
      better: z.enum(['higher', 'lower']),
    }),
  ),
  rows: z.array(
    z.object({
      /** Area code, department id or subject id. */
      key: z.string(),
      name: z.string(),
      values: z.record(z.string(), z.number().nullable()),
      counts: z.record(z.string(), z.object({ numerator: z.number(), denominator: z.number().nullable() })),
      score: z.number().nullable(),
      band: z.object({ title: z.string(), colour: z.string() }).nullable(),
    }),
  ),
});

export const Place = z.object({
  /** Centre of the cell, degrees WGS84. */
  lon: z.number(),
  lat: z.number(),
  /** [west, south, east, north]: gives the rows as `box` of the register list. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  count: z.number(),
  matter: z.string().nullable(),
  matterName: z.string().nullable(),
});

export const analysisRoutes = {
  evaluation: get('/evaluation', {
    title: '综合评价表',
    allow: 'evaluate',
    input: z.object({
      ...periodInput,
      object: z.enum(['area', 'unit', 'collector', 'acceptor', 'dispatcher', 'shift-leader']).default('area'),
    }),
    output: EvaluationTable,
  }),
  hotSpots: get('/analysis/hot-spots', {
    title: '问题热点',
    allow: 'analyse',
    input: analysisInput,
    output: z.object({ period: Period, metres: z.number(), rows: z.array(Place) }),
  }),
  repeatPlaces: get('/analysis/repeat-places', {
    title: '同类多发点',
    allow: 'analyse',
    input: analysisInput,
    output: z.object({ period: Period, metres: z.number(), least: z.number(), rows: z.array(Place) }),
  }),
  slowLinks: get('/analysis/slow-links', {
    title: '慢环节',
    allow: 'analyse',
    input: analysisInput,
    output: z.object({
      period: Period,
      links: z.array(
        z.object({
          link: z.string(),
          title: z.string(),
          count: z.number(),
          /** Mean hours on the clock. */
          hours: z.number().nullable(),
          late: z.number(),
          lateRate: z.number().nullable(),
        }),
      ),
      units: z.array(
        z.object({
          unit: z.string(),
          name: z.string(),
          count: z.number(),
          hours: z.number().nullable(),
          late: z.number(),
          lateRate: z.number().nullable(),
          /** The same by link, over the cases that the unit was in charge of. */
          links: z.array(
            z.object({
              link: z.string(),
              count: z.number(),
              hours: z.number().nullable(),
              late: z.number(),
              lateRate: z.number().nullable(),
            }),
          ),
        }),
      ),
    }),
  }),
  trend: get('/analysis/trend', {
    title: '每日趋势',
    allow: 'analyse',
    input: analysisInput,
    output: z.object({
      period: Period,
      days: z.array(z.object({ day: z.string(), opened: z.number(), filed: z.number(), closed: z.number() })),
    }),
  }),
  ranking: get('/analysis/ranking', {
    title: '小类排行',
    allow: 'analyse',
    input: analysisInput,
    output: z.object({
      period: Period,
      rows: z.array(
        z.object({
          matter: z.string(),
          name: z.string(),
          count: z.number(),
          /** Of all cases with a class, 0–1. */
          share: z.number(),
        }),
      ),
    }),
  }),
  screen: get('/screen', {
    title: '城管一屏',
    allow: 'screen',
    input: z.object({ area: periodInput.area }),
    output: z.object({
      at: z.string(),
      /** Days that the rates cover. */
      period: Period,
      today: z.object({ opened: z.number(), filed: z.number(), closed: z.number() }),
      open: z.object({ total: z.number(), overdue: z.number(), urgent: z.number(), supervised: z.number() }),
      stages: z.array(z.object({ stage: z.string(), title: z.string(), count: z.number() })),
      areas: z.array(
        z.object({
          area: z.string(),
          name: z.string(),
          open: z.number(),
          overdue: z.number(),
          rate: z.number().nullable(),
        }),
      ),
      sources: z.array(z.object({ source: z.string(), name: z.string(), count: z.number() })),
      latest: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          title: z.string(),
          address: z.string(),
          stageTitle: z.string(),
          openedAt: z.string(),
        }),
      ),
      rates: z.array(
        z.object({
          indicator: z.string(),
          title: z.string(),
          value: z.number().nullable(),
          better: z.string(),
        }),
      ),
    }),
  }),
};
