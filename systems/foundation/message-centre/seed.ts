/** Demo data (演示数据): who looks after messages, simulated channels, and phones of some demo people, all made up. */
import { access } from '../../../engines/access/service.ts';
import { messages } from '../../../engines/messages/service.ts';
import { store } from '../../../engines/store/service.ts';
import type { Services } from '../../../kernel/system.ts';
import contract from './contract.ts';

const department = 'city-data-resources';
const area = '341200000000';

/** 170 0000 xxxx is not given out by any operator's shop, so that no demo number rings at somebody's. */
const demoPhones = ['17000000001', '17000000002', '17000000003'] as const;

export async function seedMessageCentre(services: Services): Promise<void> {
  const people = await services.use(access).admin.createDemoPeople([
    {
      account: 'message-1',
      name: '宋知遥',
      kind: 'official',
      posts: [{ role: `${contract.id}:operator`, department, area }],
    },
    {
      account: 'message-2',
      name: '常思远',
      kind: 'official',
      posts: [{ role: `${contract.id}:sender`, department, area }],
    },
    {
      account: 'message-3',
      name: '戴明川',
      kind: 'official',
      posts: [{ role: `${contract.id}:approver`, department, area }],
    },
  ]);
  const { centre } = services.use(messages);
  await services.use(store).transaction(async (work) => {
    for (const id of ['sms', 'voice'] as const) {
      const config = { mode: 'simulator', url: '', app: '', sign: '数字阜阳', okCode: '0', refusedCodes: [] };
      await centre.changeChannel(work, { id, revision: 0, enabled: true, config, rate: 600 }, 'system');
    }
    for (const [index, subject] of [...people.values()].entries()) {
      const phone = demoPhones[index];
      if (phone !== undefined) await centre.keepContact(work, subject, 'phone', phone);
    }
  });
}
