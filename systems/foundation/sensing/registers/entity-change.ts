/** The event that tells of a written entity; what it was is in it, so that no later change can overtake the news. */
import { z } from 'zod';
import type { Entity } from '../ngsi-ld/entity.ts';

export const EntityChange = z.object({
  /** Normalized, as it is after the change; as it was, when it is deleted. */
  entity: z.custom<Entity>(),
  area: z.string(),
  department: z.string(),
  trigger: z.enum(['created', 'updated', 'deleted']),
  /** Names of the attributes that were written or taken away. */
  changed: z.array(z.string()),
});
export type EntityChange = z.infer<typeof EntityChange>;
