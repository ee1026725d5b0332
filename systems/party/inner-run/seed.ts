/** Demo data (演示数据): people of several organs, four service items, and applications from just sent to rated. */
import type { Services } from '../../../kernel/system.ts';
import { liveApplications, makeInnerRun } from './server/demo/make-inner-run.ts';

export async function seedInnerRun(services: Services): Promise<void> {
  await liveApplications(await makeInnerRun(services));
}
