/** Demo data (演示数据): people at their posts, seals of the issuing organs, and licences issued by the real code. */
import type { Services } from '../../../kernel/system.ts';
import { makeLicences } from './server/demo/make-licences.ts';

export async function seedLicences(services: Services): Promise<void> {
  await makeLicences(services);
}
