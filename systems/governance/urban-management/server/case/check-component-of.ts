/** A case may name the component it is about: its class must be that of the matter, and it must stand nearby. */
import type { Point } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { findMatterClass } from '../../data/matters.ts';
import { errors } from '../../errors.ts';
import { component } from '../../registers/component.ts';
import { setting } from '../setting.ts';
import { metresBetween } from './metres-between.ts';

export async function checkComponentOf(
  services: Services,
  db: Database,
  given: { readonly component: string; readonly matter: string | null; readonly position: Point | null },
): Promise<void> {
  const found = await services.use(registers).of(component).trusted.find(db, given.component);
  // A missing row is refused by the register's own check of references.
  if (found === undefined) return;
  if (given.matter !== null && findMatterClass(given.matter)?.component !== found.kind)
    throw errors.componentMismatch({}, [{ path: 'component', message: '与事项小类不一致' }]);
  if (given.position === null) return;
  const metres = Math.round(metresBetween(given.position, found.position));
  if (metres > setting(services, 'component-metres'))
    throw errors.componentFar({ metres }, [{ path: 'component', message: `相距 ${metres} 米` }]);
}
