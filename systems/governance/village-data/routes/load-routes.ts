/** How much less the grass roots are asked, how complete and how fresh the cards are, and who lives there, without naming anybody. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { AreaCode, Day, Id, Row } from './shapes.ts';

const Figures = z.object({
  /** Places asked of cadres. */
  asked: z.number(),
  /** Places that requests named and nobody was asked for, since they were known. */
  known: z.number(),
  /** known ÷ (asked + known); null without any. */
  spared: z.number().nullable(),
  /** Null by department: a visit is made for nobody in particular. */
  changed: z.number().nullable(),
  confirmed: z.number().nullable(),
  /** Mean from a visit's arrival to a department; null without deliveries. */
  seconds: z.number().nullable(),
  deliveries: z.number(),
});
export type Figures = z.infer<typeof Figures>;

export const dimensions = ['town', 'village', 'month', 'department'] as const;

const Period = z.object({ from: Day, to: Day, area: AreaCode.optional() });

export const Measure = z.enum(['asked', 'known', 'changed', 'confirmed', 'seconds']);

export const loadRoutes = {
  load: get('/load', {
    title: '减负成效',
    allow: 'read-load',
    input: Period.extend({ by: z.enum(dimensions).default('town') }),
    output: z.object({
      total: Figures,
      rows: z.array(Figures.extend({ key: z.string(), title: z.string() })),
    }),
  }),
  loadRows: get('/load/rows', {
    title: '减负成效明细',
    allow: 'read-load',
    input: Period.extend({
      by: z.enum(dimensions),
      key: z.string().max(60),
      measure: Measure,
      page: z.coerce.number().int().min(1).max(1000).default(1),
    }),
    output: z.object({
      rows: z.array(
        z.object({ id: z.string(), at: z.string(), number: z.string(), what: z.string(), count: z.number() }),
      ),
      total: z.number(),
    }),
  }),
  coverage: get('/coverage', {
    title: '覆盖和新鲜程度',
    allow: 'read-load',
    input: z.object({ area: AreaCode.optional() }),
    output: z.object({
      villages: z.array(
        z.object({
          area: z.string(),
          name: z.string(),
          townName: z.string(),
          households: z.number(),
          cells: z.number(),
          filled: z.number(),
          fresh: z.number(),
          open: z.number(),
          lon: z.number().nullable(),
          lat: z.number().nullable(),
        }),
      ),
    }),
  }),
  profile: get('/profile', {
    title: '人口结构',
    allow: 'read-load',
    input: z.object({ area: AreaCode.optional(), by: z.enum(['town', 'village']).default('village') }),
    output: z.object({
      least: z.number(),
      groups: z.array(z.string()),
      rows: z.array(z.object({ area: z.string(), name: z.string(), counts: z.array(z.number().nullable()) })),
    }),
  }),
  card: get('/cards/:id', {
    title: '户卡',
    allow: 'read-cards',
    input: z.object({ id: Id }),
    output: z.object({
      areaName: z.string(),
      household: Row,
      members: z.array(Row),
      changes: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          kind: z.string(),
          by: z.string(),
          fields: z.array(z.string()),
          confirmed: z.number(),
        }),
      ),
    }),
  }),
};
