/** A small office with one document process run by a graph: draft, review, countersign, sign off, distribute and archive side by side. */
import { defineCase } from '../../../../kernel/case.ts';
import { defineContract } from '../../../../kernel/contract.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import type { ProcessModel, TaskVerb } from '../../../../kernel/process.ts';
import { longText, text } from '../../../../kernel/register.ts';
import { defineSystem, type System } from '../../../../kernel/system.ts';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { bindCase } from '../../service.ts';
import { makePerson } from './make-person.ts';
import { pingHandlers, pingRoutes } from './ping.ts';

const cityArea = '341200000000';
const office = 'city-urban-management';
const roads = 'city-housing-construction';
const water = 'city-water-resources';

const verbs: readonly TaskVerb[] = [
  'return',
  'reassign',
  'delegate',
  'add-signer',
  'drop-signer',
  'take-back',
  'suspend',
  'copy',
  'circulate',
];

export const documentModel: ProcessModel = {
  title: '发文',
  version: 1,
  nodes: {
    start: { kind: 'start', title: '开始' },
    draft: {
      kind: 'user',
      title: '拟稿',
      allow: 'draft',
      candidate: { kind: 'initiator' },
      verbs,
      actions: { submit: { title: '送核稿' } },
      fields: { body: 'editable' },
    },
    review: {
      kind: 'user',
      title: '核稿',
      allow: 'review',
      candidate: { kind: 'post', of: 'initiator' },
      verbs,
      limit: { amount: 4, unit: 'work-hour' },
      actions: {
        pass: { title: '送会签', flow: 'to-countersign', needs: ['person'] },
        straight: { title: '直送签发', flow: 'to-sign' },
      },
      fields: { body: 'editable', secret: 'hidden' },
    },
    countersign: {
      kind: 'user',
      title: '会签',
      allow: 'countersign',
      candidate: { kind: 'chosen' },
      sign: { mode: 'all' },
      verbs,
      actions: {
        agree: { title: '同意', needs: ['opinion'] },
        object: { title: '有异议', negative: true, needs: ['opinion'] },
      },
      fields: { secret: 'hidden' },
    },
    'sign-off': {
      kind: 'user',
      title: '签发',
      allow: 'sign',
      candidate: { kind: 'head', of: 'initiator' },
      verbs,
      needs: ['signature'],
      actions: {
        sign: { title: '签发', flow: 'to-fork' },
        refuse: { title: '不予签发', flow: 'to-refused', negative: true, needs: ['opinion'] },
      },
    },
    remind: {
      kind: 'boundary',
      title: '签发提醒',
      host: 'sign-off',
      on: { kind: 'timer', after: { amount: 8, unit: 'work-hour' } },
      interrupting: false,
    },
    reminded: { kind: 'manual', title: '已提醒签发' },
    noted: { kind: 'end', title: '提醒完' },
    fork: { kind: 'parallel', title: '分发并归档' },
    distribute: {
      kind: 'user',
      title: '分发',
      allow: 'review',
      candidate: { kind: 'post', of: 'initiator' },
      verbs,
      actions: { done: { title: '已分发' } },
    },
    number: { kind: 'service', title: '编号', job: 'number' },
    archive: {
      kind: 'user',
      title: '归档',
      allow: 'draft',
      candidate: { kind: 'initiator' },
      verbs,
      actions: { done: { title: '已归档' } },
    },
    join: { kind: 'parallel', title: '合' },
    issued: { kind: 'end', title: '已发', outcome: 'issued' },
    refused: { kind: 'end', title: '未发', outcome: 'refused', does: { kind: 'terminate' } },
  },
  flows: [
    { id: 'f1', from: 'start', to: 'draft' },
    { id: 'f2', from: 'draft', to: 'review' },
    { id: 'to-countersign', from: 'review', to: 'countersign' },
    { id: 'to-sign', from: 'review', to: 'sign-off' },
    { id: 'f3', from: 'countersign', to: 'sign-off' },
    { id: 'to-fork', from: 'sign-off', to: 'fork' },
    { id: 'to-refused', from: 'sign-off', to: 'refused' },
    { id: 'f4', from: 'fork', to: 'distribute' },
    { id: 'f5', from: 'fork', to: 'number' },
    { id: 'f6', from: 'number', to: 'archive' },
    { id: 'f7', from: 'distribute', to: 'join' },
    { id: 'f8', from: 'archive', to: 'join' },
    { id: 'f9', from: 'join', to: 'issued' },
    { id: 'f10', from: 'remind', to: 'reminded' },
    { id: 'f11', from: 'reminded', to: 'noted' },
  ],
  outcomes: { issued: { title: '已发文' }, refused: { title: '不予签发' } },
  head: 'sign',
  limit: { amount: 5, unit: 'work-day' },
  allow: {
    open: 'draft',
    urge: 'draft',
    supervise: 'administer',
    terminate: 'administer',
    administer: 'administer',
  },
};

export const paper = defineCase({
  title: '发文',
  owner: office,
  share: 'none',
  open: 'none',
  fields: {
    subject: text({ title: '标题', required: true, class: 'public' }),
    body: longText({ title: '正文' }),
    secret: text({ title: '内部说明' }),
    documentNumber: text({ title: '文号', managed: true, class: 'public' }),
  },
  titleField: 'subject',
  allow: { read: 'read', export: 'read' },
  process: graphProcess(documentModel, { number: { prefix: 'FW', digits: 4 } }),
});

const contract = defineContract({
  id: 'papers',
  title: '公文',
  plan: [],
  permissions: {
    read: '查看',
    draft: '拟稿',
    review: '核稿',
    countersign: '会签',
    sign: '签发',
    administer: '管理',
  },
  roles: {
    clerk: { title: '拟稿人', allow: ['draft', 'read'], reach: 'department' },
    reviewer: { title: '核稿人', allow: ['review', 'read'], reach: 'department' },
    signer: { title: '会签人', allow: ['countersign', 'read'], reach: 'department' },
    head: { title: '负责人', allow: ['sign', 'read'], reach: 'department' },
    admin: { title: '管理员', allow: ['administer', 'read'], reach: 'all' },
  },
  cases: { paper },
  routes: pingRoutes,
});

/** How the machine's work turns out: how often it fails before it succeeds. */
export interface Machine {
  failures: number;
  runs: number;
}

function officeSystem(machine: Machine): System {
  return defineSystem({
    contract,
    handlers: pingHandlers,
    cases: {
      paper: bindCase(paper, {
        jobs: {
          number() {
            machine.runs += 1;
            if (machine.failures > 0) {
              machine.failures -= 1;
              return Promise.reject(new Error('the number service is down'));
            }
            return Promise.resolve({ documentNumber: `阜城〔2026〕${machine.runs}号` });
          },
        },
      }),
    },
  });
}

async function createPeople(city: TestCity) {
  const make = (account: string, name: string, role: string, department = office) =>
    makePerson(city, { account, name, post: { role: `papers:${role}`, department, area: cityArea } });
  return {
    clerk: await make('clerk', '赵一', 'clerk'),
    reviewer: await make('reviewer', '钱二', 'reviewer'),
    reviewer2: await make('reviewer2', '孙三', 'reviewer'),
    road: await make('road', '李四', 'signer', roads),
    water: await make('water', '周五', 'signer', water),
    water2: await make('water2', '吴六', 'signer', water),
    head: await make('head', '郑七', 'head'),
    admin: await make('admin', '王八', 'admin'),
    stranger: await make('stranger', '冯九', 'clerk', water),
  };
}

export interface TestOffice {
  readonly city: TestCity;
  readonly people: Awaited<ReturnType<typeof createPeople>>;
  readonly machine: Machine;
}

export async function openOffice(): Promise<TestOffice> {
  const machine: Machine = { failures: 0, runs: 0 };
  const city = await openTestCity({ systems: [officeSystem(machine)] });
  return { city, people: await createPeople(city), machine };
}
