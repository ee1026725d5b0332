/** Routes of the twin view: its themes, how the whole and a part of the map stand now or within the last hours, one entity, the lines on the ground. */
import { z } from 'zod';
import { get } from '../../../../kernel/contract.ts';
import { box } from '../../../../engines/maps/contract.ts';
import { qualityNames, stateNames } from '../../../../engines/telemetry/contract.ts';

/** Contract id of a declared theme, or 'all'. */
const theme = z.string().min(1).max(60).default('all');
/** Undefined is now. */
const at = z.iso.datetime({ offset: true }).optional();
const state = z.enum(stateNames as [(typeof stateNames)[number], ...(typeof stateNames)[number][]]);
const quality = z.enum(qualityNames as [(typeof qualityNames)[number], ...(typeof qualityNames)[number][]]);
const count = z.number().int();
const counts = z.object({ alarm: count, attention: count, offline: count, normal: count });
/** A sensed device, or an entity that another platform tells of by NGSI-LD. */
const kind = z.enum(['device', 'entity']);

const Alarm = z.object({
  id: z.string(),
  title: z.string(),
  level: z.string(),
  raisedAt: z.string(),
  times: z.number(),
  device: z.string(),
  deviceName: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});
export type TwinAlarm = z.infer<typeof Alarm>;

const Kind = z.object({
  title: z.string(),
  /** What its columns compare; null where there are none. */
  measure: z
    .object({ title: z.string(), unit: z.string(), precision: z.number(), from: z.number(), to: z.number() })
    .nullable(),
});
export type TwinKind = z.infer<typeof Kind>;

const Placed = z.tuple([
  kind,
  z.string().describe('row id'),
  z.string().describe('name'),
  z.number().describe('lon'),
  z.number().describe('lat'),
  state,
  z.number().int().describe('place of its kind in the reply'),
  z.number().nullable().describe('value that its column compares, null without one that counts'),
  z.number().nullable().describe('0 to 1 of a whole column'),
]);
export type Placed = z.infer<typeof Placed>;

const Relation = z.object({
  /** What the one is to the other: '所属管网', '上游站', an NGSI-LD relationship by its name. */
  title: z.string(),
  name: z.string(),
  /** Another entity of the view. */
  entity: z.object({ kind, id: z.string() }).nullable(),
  /** A row of a register. */
  row: z.object({ register: z.string(), id: z.string() }).nullable(),
});
export type Relation = z.infer<typeof Relation>;

const Value = z.object({
  property: z.string(),
  title: z.string(),
  type: z.string(),
  unit: z.string(),
  precision: z.number(),
  value: z.number().nullable(),
  words: z.string().nullable(),
  at: z.string().nullable(),
  quality: quality.nullable(),
});

const TwinEntity = z.object({
  kind,
  id: z.string(),
  /** Of NGSI-LD. */
  uri: z.string(),
  type: z.string(),
  name: z.string(),
  model: z.string(),
  state,
  online: z.boolean().nullable(),
  area: z.string(),
  areaName: z.string(),
  place: z.string().nullable(),
  position: z.object({ lon: z.number(), lat: z.number() }).nullable(),
  values: z.array(Value),
  /** The property whose curve is shown first; null where none is a number. */
  curve: z.string().nullable(),
  alarms: z.array(
    Alarm.pick({ id: true, title: true, level: true, raisedAt: true, times: true }).extend({
      /** The case that it opened, as far as the caller may see the alarm's row. */
      case: z.object({ type: z.string(), id: z.string() }).nullable(),
    }),
  ),
  relations: z.array(Relation),
  near: z.array(z.object({ id: z.string(), name: z.string(), metres: z.number() })),
});
export type TwinEntity = z.infer<typeof TwinEntity>;

export const twinRoutes = {
  twinThemes: get('/twin/themes', {
    title: '孪生视图的专题',
    allow: 'watch',
    input: z.object({}),
    output: z.object({
      themes: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          /** Ids of declared layers that the caller may see. */
          layers: z.array(z.string()),
          hasLines: z.boolean(),
        }),
      ),
      everySeconds: z.number(),
      hours: z.number(),
      tourSeconds: z.number(),
    }),
  }),
  twinCity: get('/twin/city', {
    title: '孪生视图的总数和告警',
    allow: 'watch',
    input: z.object({ theme, at }),
    output: z.object({ counts, alarms: z.array(Alarm), moreAlarms: z.boolean() }),
  }),
  twinView: get('/twin/view', {
    title: '孪生视图范围内的实体',
    allow: 'watch',
    input: z.object({ theme, at, box }),
    output: z.object({
      /** Null where there are more than setting sensing.twin-entities: then `cells` holds them. */
      entities: z.array(Placed).nullable(),
      kinds: z.array(Kind),
      cells: z.array(z.object({ lon: z.number(), lat: z.number(), counts })),
      /** Of what other platforms tell there is more here than is in the answer. */
      moreEntities: z.boolean(),
    }),
    // A wall asks every few seconds, and again with each move of the map.
    rate: 600,
  }),
  twinRows: get('/twin/rows', {
    title: '孪生视图的实体清单',
    allow: 'watch',
    input: z.object({
      theme,
      at,
      state: state.optional(),
      page: z.coerce.number().int().min(1).max(2000).default(1),
      size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({
      total: z.number(),
      rows: z.array(
        z.object({
          id: z.string(),
          code: z.string(),
          name: z.string(),
          model: z.string(),
          areaName: z.string(),
          state,
          measure: z.string().nullable(),
          unit: z.string(),
          precision: z.number(),
          value: z.number().nullable(),
          at: z.string().nullable(),
          quality: quality.nullable(),
        }),
      ),
    }),
  }),
  twinEntity: get('/twin/entities/:kind/:id', {
    title: '孪生实体',
    allow: 'watch',
    input: z.object({ kind, id: z.uuid(), at }),
    output: TwinEntity,
    rate: 600,
  }),
  twinLines: get('/twin/lines', {
    title: '孪生视图的河流和管线',
    allow: 'watch',
    input: z.object({ theme, box }),
    output: z.object({
      lines: z.array(
        z.object({
          title: z.string(),
          colour: z.string(),
          register: z.string(),
          /** There are more than setting sensing.twin-lines in the box. */
          more: z.boolean(),
          rows: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              line: z.array(z.tuple([z.number(), z.number()])),
            }),
          ),
        }),
      ),
    }),
    rate: 600,
  }),
};
