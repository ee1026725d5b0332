/** Shapes that several routes share: places, periods and coded names. */
import { z } from 'zod';

export const Position = z.object({
  /** Degrees, WGS84. */
  lon: z.number(),
  lat: z.number(),
});

export const matterCode = z.string().regex(/^\d{5}$/, '请选择事项小类');
const day = z.iso.date('日期应写成 2026-07-01 的样子');

/** Shanghai days, both included; default the last 30 days. An area narrows to itself and all under it. */
export const periodInput = {
  from: day.optional(),
  to: day.optional(),
  area: z
    .string()
    .regex(/^\d{12}$/, '请选择区划')
    .optional(),
};

export const Period = z.object({ from: z.string(), to: z.string() });

export const FileId = z.uuid('不是有效的附件');

/** Values of a query string come as text. */
export const lonLatInput = {
  lon: z.coerce.number('请在地图上选点').min(-180).max(180),
  lat: z.coerce.number('请在地图上选点').min(-90).max(90),
};
