/** Numbers of this system that officials may change (contract settings). */
import type { Services } from '../../../../kernel/system.ts';
import { store } from '../../../../engines/store/service.ts';
import type { settings } from '../permissions.ts';

export function setting(services: Services, name: keyof typeof settings): number {
  return services.use(store).settings.value(`one-map.${name}`);
}
