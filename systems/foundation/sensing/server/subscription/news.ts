/** A change of an entity with what the one decision asks of whoever is told of it. */
import type { Governed } from '../../../../../kernel/access.ts';
import type { NewsOfEntity } from '../../ngsi-ld/subscription.ts';

export interface News extends NewsOfEntity {
  readonly governed: Governed;
  /** Whoever is told must have all of these over the entity. */
  readonly permissions: readonly string[];
}
