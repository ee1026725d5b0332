/** Parts that several routes share: what people draw, an area as it goes out, a stack of layers. */
import { z } from 'zod';

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-85).max(85)]);
const most = 5000;

/** Drawn on the map, WGS84: one place, a path, or a ring that may be closed or not. */
export const Drawing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('point'), path: z.array(position).length(1) }),
  z.object({ kind: z.literal('line'), path: z.array(position).min(2).max(most) }),
  z.object({ kind: z.literal('area'), path: z.array(position).min(3).max(most) }),
]);
export type Drawing = z.infer<typeof Drawing>;

export const Drawn = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(z.array(z.array(z.number())))),
});

/** 'system.layer' of a contract, or 'upload:<id>'. */
export const layerId = z
  .string()
  .max(120)
  .regex(/^(?:[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*|upload:[0-9a-f-]{36})$/, '图层编号不正确');

export const Stack = z.array(z.object({ id: layerId, opacity: z.number().min(0).max(1) })).max(40);

export const Done = z.object({ done: z.literal(true) });
export const id = z.uuid();
export const department = z.string().min(1).max(100);
