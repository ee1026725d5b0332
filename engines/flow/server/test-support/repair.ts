/** A small system with one case type that uses everything the engine offers, and people who work it, for this engine's tests. */
import { defineCase } from '../../../../kernel/case.ts';
import { defineContract } from '../../../../kernel/contract.ts';
import { boolean, files, integer, longText, text } from '../../../../kernel/register.ts';
import { defineSystem, type System } from '../../../../kernel/system.ts';
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import type { TestCity } from '../../../../test/support/city.ts';
import { openTestCity } from '../../../../test/support/city.ts';
import { bindCase, type FlowService, flow } from '../../index.ts';
import { makePerson } from './make-person.ts';
import { pingHandlers, pingRoutes } from './ping.ts';

export const cityArea = '341200000000';
export const countyA = '341202000000';
export const countyB = '341203000000';
export const command = 'city-urban-management';
export const roads = 'city-housing-construction';
export const parks = 'city-water-resources';

export const ticket = defineCase({
  title: '报修',
  owner: command,
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
    phone: text({ title: '电话', class: 'personal', mask: 'phone', format: 'phone' }),
    photos: files({ title: '照片' }),
    result: longText({ title: '处理情况', class: 'public' }),
    cost: integer({ title: '费用', unit: '元', minimum: 0 }),
    checked: boolean({ title: '已核对', managed: true }),
  },
  titleField: 'subject',
  allow: { read: 'read', import: 'import' },
  process: {
    version: 1,
    start: ['accept'],
    number: { prefix: 'BX', digits: 5 },
    stages: {
      accept: {
        title: '受理',
        allow: 'accept',
        candidate: { kind: 'area' },
        verbs: ['claim', 'merge', 'split', 'reassign'],
        actions: {
          dispatch: { title: '派单', to: { stage: 'handle' }, needs: ['unit'], sets: ['detail'] },
          refuse: { title: '不予受理', to: { end: 'refused' }, needs: ['opinion'], negative: true },
          expire: { title: '自动关闭', to: { end: 'expired' }, automatic: true },
        },
      },
      handle: {
        title: '处理',
        allow: 'handle',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return', 'reassign', 'dispute', 'delay', 'suspend'],
        actions: {
          done: {
            title: '处理完毕',
            to: { stage: 'confirm' },
            needs: ['fields'],
            sets: ['result', 'cost', 'photos'],
            requires: ['result'],
          },
        },
      },
      confirm: {
        title: '确认',
        allow: 'report',
        candidate: { kind: 'initiator' },
        actions: {
          accept: { title: '满意', to: { end: 'closed' } },
          again: { title: '返工', to: { stage: 'handle' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: {
      closed: { title: '办结', reopen: 'accept' },
      refused: { title: '不予受理', reopen: 'accept' },
      expired: { title: '自动关闭' },
    },
    requests: {
      dispute: { title: '异议', decide: 'accept', grantedTo: 'accept' },
      delay: { title: '延期', decide: 'accept' },
      suspend: { title: '缓办', decide: 'accept' },
    },
    withdraw: ['accept', 'handle'],
    allow: {
      open: 'report',
      urge: 'accept',
      supervise: 'supervise',
      terminate: 'supervise',
      merge: 'accept',
      reopen: 'accept',
    },
    marks: { dispatched: 'accept.dispatch', handled: 'handle.done' },
    counts: {
      rework: 'confirm.again',
      back: 'verb.return',
      upheld: 'grant.dispute',
      extended: 'grant.delay',
    },
  },
});

export const repairContract = defineContract({
  id: 'repair',
  title: '报修',
  plan: [],
  permissions: {
    read: '查看',
    report: '上报',
    accept: '受理',
    handle: '处理',
    supervise: '督办',
    import: '导入',
  },
  roles: {
    citizen: { title: '市民', allow: ['read', 'report'], reach: 'self' },
    clerk: { title: '受理员', allow: ['read', 'accept', 'report', 'import'], reach: 'area' },
    worker: { title: '处理人员', allow: ['read', 'handle'], reach: 'department' },
    chief: { title: '督办员', allow: ['read', 'supervise'], reach: 'all' },
  },
  cases: { ticket },
  routes: pingRoutes,
});

const whole = { amount: 3, unit: 'work-day' } as const;
const limits: Readonly<Record<string, { stage: TimeLimit; whole: TimeLimit }>> = {
  accept: { stage: { amount: 2, unit: 'work-hour' }, whole },
  handle: { stage: { amount: 8, unit: 'work-hour' }, whole },
};

export const repair: System = defineSystem({
  contract: repairContract,
  handlers: pingHandlers,
  cases: {
    ticket: bindCase(ticket, {
      limits: ({ stage }) => Promise.resolve(limits[stage]),
      before: ({ action }) => Promise.resolve(action === 'open' ? { checked: true } : undefined),
    }),
  },
});

export interface People {
  readonly citizen: string;
  readonly other: string;
  readonly clerk: string;
  readonly clerkB: string;
  readonly worker: string;
  readonly worker2: string;
  readonly gardener: string;
  readonly chief: string;
}

async function createPeople(city: TestCity): Promise<People> {
  const make = (
    account: string,
    name: string,
    kind: 'official' | 'citizen',
    role?: string,
    department = command,
    area = cityArea,
  ) =>
    makePerson(city, {
      account,
      name,
      kind,
      ...(role === undefined ? {} : { post: { role: `repair:${role}`, department, area } }),
    });
  return {
    citizen: await make('13900000001', '赵一', 'citizen'),
    other: await make('13900000002', '钱二', 'citizen'),
    clerk: await make('clerk', '孙三', 'official', 'clerk', command, countyA),
    clerkB: await make('clerk-b', '李四', 'official', 'clerk', command, countyB),
    worker: await make('worker', '周五', 'official', 'worker', roads),
    worker2: await make('worker2', '吴六', 'official', 'worker', roads),
    gardener: await make('gardener', '郑七', 'official', 'worker', parks),
    chief: await make('chief', '王八', 'official', 'chief'),
  };
}

export interface TestFlow {
  readonly city: TestCity;
  readonly people: People;
  readonly flow: FlowService;
}

export async function openRepair(): Promise<TestFlow> {
  const city = await openTestCity({ systems: [repair] });
  const people = await createPeople(city);
  return { city, people, flow: city.services.use(flow) };
}
