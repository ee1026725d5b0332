/** OGC API Features, Part 1 (OGC 17-069r4): each layer that the caller may see is a collection of points in CRS84. */
import { z } from 'zod';
import { get } from '../../../kernel/contract.ts';

const collection = z.string().min(3).max(120);
const publicBecause = '只说明接口的能力，不含数据';

/** 'west,south,east,north', or with heights in third and sixth place, which points here do not have. */
const bbox = z
  .string()
  .max(200)
  .transform((text, context) => {
    const numbers = text.split(',').map(Number);
    const flat = numbers.length === 6 ? [0, 1, 3, 4].map((place) => numbers[place] ?? Number.NaN) : numbers;
    const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = flat;
    const isSound =
      (numbers.length === 4 || numbers.length === 6) &&
      west >= -180 &&
      east <= 180 &&
      south >= -90 &&
      north <= 90 &&
      // A box over the antimeridian is none of this city's.
      west <= east &&
      south <= north;
    if (!isSound) {
      context.addIssue({ code: 'custom', message: 'bbox 应为“西,南,东,北”四个经纬度（CRS84）' });
      return z.NEVER;
    }
    return [west, south, east, north] as const;
  });

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** An instant, or two with '/' between of which either may be open. */
const datetime = z
  .string()
  .max(80)
  .refine(
    (text) => {
      const parts = text.split('/');
      const isOpen = (part: string) => part === '' || part === '..';
      const isGood = parts.every((part) => instant.test(part) || (parts.length === 2 && isOpen(part)));
      return isGood && parts.length <= 2 && !parts.every(isOpen);
    },
    { message: 'datetime 应为时刻，或以“/”分开的起止时刻' },
  );

export const ogcRoutes = {
  ogcLanding: get('/ogc', {
    title: '要素服务首页（OGC API Features）',
    publicBecause,
    input: z.strictObject({}),
    output: 'binary',
  }),
  ogcConformance: get('/ogc/conformance', {
    title: '要素服务符合的规范',
    publicBecause,
    input: z.strictObject({}),
    output: 'binary',
  }),
  ogcCollections: get('/ogc/collections', {
    title: '要素集目录',
    decidedBy: 'layer',
    input: z.strictObject({}),
    output: 'binary',
  }),
  ogcCollection: get('/ogc/collections/:collection', {
    title: '要素集',
    decidedBy: 'layer',
    input: z.strictObject({ collection }),
    output: 'binary',
  }),
  ogcItems: get('/ogc/collections/:collection/items', {
    title: '要素',
    decidedBy: 'layer',
    // Part 1, 7.8: a parameter that the service does not know is an error.
    input: z.strictObject({
      collection,
      bbox: bbox.optional(),
      datetime: datetime.optional(),
      // Part 1, 7.15.2: more than the most is no error.
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .transform((wanted) => Math.min(wanted, 10_000))
        .default(100),
      /** Where a page begins, as its `next` link says. */
      after: z.uuid().optional(),
    }),
    output: 'binary',
    rate: 600,
  }),
  ogcItem: get('/ogc/collections/:collection/items/:feature', {
    title: '一个要素',
    decidedBy: 'layer',
    input: z.strictObject({ collection, feature: z.uuid() }),
    output: 'binary',
  }),
};
