/** The parts in which an NGSI-LD request comes (ETSI GS CIM 009, clause 6.3). */
import { z } from 'zod';

const header = z.string().max(2000).optional();

export const Headers = z.object({
  accept: header,
  authorization: header,
  'content-type': header,
  link: header,
  'ngsild-tenant': header,
});
export type Headers = z.infer<typeof Headers>;

/** Comma-separated, as in the standard. */
export const list = z.string().min(1).max(2000);
/** Names of options, some of which contradict each other. */
export const options = z.string().max(200).default('');
export const page = {
  limit: z.coerce.number().int().min(0).max(1000).default(20),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
  /** Gives the header NGSILD-Results-Count. */
  count: z.enum(['true', 'false']).default('false'),
};
export const place = {
  georel: z.string().max(100).optional(),
  geometry: z.string().max(20).optional(),
  coordinates: z.string().max(20_000).optional(),
  geoproperty: z.enum(['location']).default('location'),
};
export const id = z.string().max(200);
export const body = z.unknown();
