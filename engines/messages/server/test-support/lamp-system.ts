/** A small system that tells people of broken lamps on every channel, for the tests of this engine. */
import { defineContract } from '../../../../kernel/contract.ts';
import { defineSystem } from '../../../../kernel/system.ts';

const parameters = {
  number: { title: '路灯编号', kind: 'text', class: 'public' },
  caller: { title: '报修人电话', kind: 'text', class: 'personal' },
} as const;

const texts = {
  app: { title: '路灯{number}待修', body: '报修人{caller}' },
  sms: '路灯{number}待修，报修人{caller}',
  voice: '路灯{number}仍然无人处理',
  email: { subject: '路灯{number}', body: '报修人{caller}' },
  webhook: true,
} as const;

export const lampContract = defineContract({
  id: 'lamp',
  title: '路灯',
  plan: [],
  permissions: { read: '查看', supervise: '督办' },
  roles: {
    keeper: { title: '养护员', allow: ['read'] },
    chief: { title: '督办人', allow: ['supervise'] },
  },
  messages: {
    broken: {
      title: '路灯待修',
      version: 1,
      kind: 'to-do',
      urgency: 'urgent',
      parameters,
      texts,
      channels: ['sms', 'email', 'webhook'],
    },
    slow: {
      title: '路灯久未修',
      version: 1,
      kind: 'deadline',
      urgency: 'normal',
      parameters,
      texts,
      channels: [],
      ladder: [
        { after: { amount: 2, unit: 'work-hour' }, channels: ['voice'], to: 'same' },
        { after: { amount: 2, unit: 'work-hour' }, channels: ['sms'], to: 'superiors' },
      ],
    },
    calm: {
      title: '路灯巡查',
      version: 1,
      kind: 'result',
      urgency: 'normal',
      parameters,
      texts,
      channels: ['sms'],
    },
    flood: {
      title: '积水断电',
      version: 1,
      kind: 'notice',
      urgency: 'emergency',
      parameters,
      texts,
      channels: ['sms'],
      broadcast: true,
    },
  },
  routes: {},
});

export const lampSystem = defineSystem({ contract: lampContract, handlers: {} });
