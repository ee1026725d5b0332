/** Demo data (演示数据): scanners, window, keeper, two holders, operators' reports. */
import type { Services } from '../../../kernel/system.ts';
import { makeCode } from './server/demo/make-code.ts';

export async function seedCityCode(services: Services): Promise<void> {
  await makeCode(services);
}
