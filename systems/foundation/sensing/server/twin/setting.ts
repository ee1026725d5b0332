/** Numbers of the twin view that officials may change (contract settings). */
import type { Services } from '../../../../../kernel/system.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { settings } from '../../settings.ts';

export function setting(services: Services, name: keyof typeof settings): number {
  return services.use(store).settings.value(`sensing.${name}`);
}
