/** Code list of states. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';

const statuses = { published: '已开放', withheld: '检查未通过，暂停', withdrawn: '已撤下' } as const;

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames({ 'open-data statuses': statuses });
}
