/** Demo data (演示数据): people at every level, the library with last quarter's village table, and a report over all towns under way. */
import type { Services } from '../../../kernel/system.ts';
import { fillCare } from './server/demo/fill-answers.ts';
import { issueCare, makeBase, makePeople, makeWaitingTable } from './server/demo/make-reporting.ts';

export async function seedReporting(services: Services): Promise<void> {
  const cast = await makePeople(services);
  await makeBase(cast);
  const { issue } = await issueCare(cast);
  await fillCare(cast, issue);
  await makeWaitingTable(cast);
}
