/** The case type that bench/cases.ts runs: four fields, three stages, limits on the working clock, a unit to assign to. */
import { bindCase } from '../../engines/flow/index.ts';
import { defineCase } from '../../kernel/case.ts';
import { defineContract } from '../../kernel/contract.ts';
import { longText, point, text } from '../../kernel/register.ts';
import { defineSystem, type System } from '../../kernel/system.ts';

export const order = defineCase({
  title: '工单',
  owner: 'city-urban-management',
  share: 'none',
  open: 'none',
  fields: {
    subject: text({
      title: '事由',
      required: true,
      search: true,
      list: true,
      class: 'public',
      maxLength: 60,
    }),
    detail: longText({ title: '详情' }),
    position: point({ title: '位置', class: 'public' }),
    phone: text({ title: '电话', class: 'personal', mask: 'phone', format: 'phone' }),
    result: longText({ title: '处理情况', class: 'public' }),
  },
  titleField: 'subject',
  allow: { read: 'read' },
  process: {
    version: 1,
    start: ['accept'],
    number: { prefix: 'GD', digits: 7 },
    stages: {
      accept: {
        title: '受理',
        allow: 'accept',
        candidate: { kind: 'area' },
        verbs: ['claim', 'merge'],
        actions: { assign: { title: '派单', to: { stage: 'handle' }, needs: ['unit'] } },
      },
      handle: {
        title: '处理',
        allow: 'handle',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'dispute', 'delay', 'suspend'],
        actions: {
          resolve: {
            title: '办结',
            to: { end: 'closed' },
            needs: ['fields'],
            sets: ['result'],
            requires: ['result'],
          },
        },
      },
    },
    outcomes: { closed: { title: '办结', reopen: 'accept' } },
    requests: { dispute: { title: '异议', decide: 'accept', grantedTo: 'accept' } },
    allow: { open: 'report', urge: 'accept' },
    marks: { assigned: 'accept.assign', resolved: 'handle.resolve' },
  },
});

export const orderContract = defineContract({
  id: 'bench',
  title: '测量',
  plan: [],
  permissions: { read: '查看', report: '上报', accept: '受理', handle: '处理' },
  roles: {
    clerk: { title: '受理员', allow: ['read', 'report', 'accept'], reach: 'area' },
    worker: { title: '处理人员', allow: ['read', 'handle'], reach: 'department' },
  },
  cases: { order },
  routes: {},
});

export const orderSystem: System = defineSystem({
  contract: orderContract,
  handlers: {},
  cases: {
    order: bindCase(order, {
      limits: ({ stage }) =>
        Promise.resolve({
          stage: { amount: stage === 'accept' ? 2 : 8, unit: 'work-hour' },
          whole: { amount: 3, unit: 'work-day' },
        }),
    }),
  },
});
