/** Demo data (演示数据): the officers; requests are made by whoever tries. */
import type { Services } from '../../../kernel/system.ts';
import { makeProtection } from './server/demo/make-protection.ts';

export async function seedDataProtection(services: Services): Promise<void> {
  await makeProtection(services);
}
