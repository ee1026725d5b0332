/** GeoQuery of ETSI GS CIM 009 (5.2.13), as subscriptions and queries carry it in their bodies. */
import { z } from 'zod';

export const GeoQuery = z.strictObject({
  georel: z.string().max(100),
  geometry: z.string().max(20),
  coordinates: z.union([z.string().max(20_000), z.array(z.unknown())]),
  geoproperty: z.literal('location').optional(),
});
