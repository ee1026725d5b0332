/** Shapes that several routes of 河长制 share. */
import { z } from 'zod';

export const LonLat = z.tuple([z.number(), z.number()]);

export const FileId = z.uuid('不是有效的附件');

export const Position = z.object({
  /** Degrees, WGS84. */
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-85).max(85),
});
