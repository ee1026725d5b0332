/** A small works office for tests of cases that call others and wait for events: projects, the surveys that they call, and one that calls itself. */
import { defineCase } from '../../../../kernel/case.ts';
import { defineContract } from '../../../../kernel/contract.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import type { ProcessModel, ProcessNode, UserNode } from '../../../../kernel/process.ts';
import { department, integer, subject, text } from '../../../../kernel/register.ts';
import { defineSystem } from '../../../../kernel/system.ts';
import { openTestCity, type TestCity } from '../../../../test/support/city.ts';
import { bindCase } from '../../service.ts';
import { makePerson } from './make-person.ts';
import { pingHandlers, pingRoutes } from './ping.ts';

const cityArea = '341200000000';
const office = 'city-urban-management';

function task(title: string, more: Partial<UserNode> = {}): ProcessNode {
  return {
    kind: 'user',
    title,
    allow: 'work',
    candidate: { kind: 'initiator' },
    actions: { done: { title: '办毕' } },
    ...more,
  };
}

function model(
  title: string,
  nodes: Readonly<Record<string, ProcessNode>>,
  ways: readonly string[],
  more: Partial<ProcessModel> = {},
): ProcessModel {
  return {
    title,
    version: 1,
    nodes: { start: { kind: 'start', title: '开始' }, ...nodes, end: { kind: 'end', title: '结束' } },
    flows: ways.map((way) => {
      const [from = '', to = ''] = way.split('>');
      return { id: way, from, to };
    }),
    outcomes: {},
    allow: { open: 'work', terminate: 'work', administer: 'work' },
    ...more,
  };
}

const project = model(
  '工程',
  {
    plan: task('立项'),
    survey: {
      kind: 'call',
      title: '委托勘察',
      calls: 'works.survey',
      gives: { subject: '"勘察：" + subject' },
      takes: { cost: 'cost', verdict: 'outcome' },
    },
    infeasible: {
      kind: 'boundary',
      title: '不可行',
      host: 'survey',
      on: { kind: 'error', error: 'infeasible' },
      interrupting: true,
    },
    deadline: {
      kind: 'boundary',
      title: '取消',
      host: 'survey',
      on: { kind: 'message', message: 'cancel' },
      interrupting: true,
    },
    build: task('施工'),
    rethink: task('重新立项'),
    cancelled: task('取消后处理'),
    pay: { kind: 'send', title: '通知付款', message: 'pay', key: 'subject' },
    weather: { kind: 'throw', title: '发布停工令', does: { kind: 'signal', signal: 'storm' } },
  },
  [
    'start>plan',
    'plan>survey',
    'survey>build',
    'infeasible>rethink',
    'deadline>cancelled',
    'build>pay',
    'pay>weather',
    'weather>end',
    'rethink>end',
    'cancelled>end',
  ],
);

const survey = model(
  '勘察',
  {
    measure: task('外业', {
      actions: {
        done: { title: '完成', flow: 'measure>finished', sets: ['cost'], requires: ['cost'] },
        impossible: { title: '无法施工', flow: 'measure>failed', negative: true },
      },
    }),
    finished: { kind: 'end', title: '完成', outcome: 'surveyed' },
    failed: { kind: 'end', title: '不可行', does: { kind: 'error', error: 'infeasible' } },
  },
  ['start>measure', 'measure>finished', 'measure>failed'],
  {
    outcomes: { surveyed: { title: '已勘察' }, infeasible: { title: '不可行' } },
    errors: { infeasible: '不可行' },
  },
);

const nested = model(
  '套娃',
  { again: { kind: 'call', title: '再来', calls: 'works.nested', gives: { subject: 'subject' } } },
  ['start>again', 'again>end'],
);

/** Waits at a task on which a message and a signal sit, and for a message by itself. */
const invoice = model(
  '付款',
  {
    hold: task('待付款'),
    due: {
      kind: 'boundary',
      title: '付款通知',
      host: 'hold',
      on: { kind: 'message', message: 'pay', key: 'subject' },
      interrupting: true,
    },
    storm: {
      kind: 'boundary',
      title: '停工',
      host: 'hold',
      on: { kind: 'signal', signal: 'storm' },
      interrupting: false,
    },
    note: task('登记停工'),
    settle: task('付款'),
    wait: { kind: 'receive', title: '等付款通知', message: 'pay', key: 'subject' },
    archive: task('归档'),
    fork: { kind: 'parallel', title: '' },
  },
  [
    'start>fork',
    'fork>hold',
    'fork>wait',
    'wait>archive',
    'archive>end',
    'hold>end',
    'due>settle',
    'settle>end',
    'storm>note',
    'note>end',
  ],
);

/** One task by each rule that looks for people: who has least to do, who is on duty, the head of the initiator's unit, whom the head names. */
const rota = model(
  '轮值',
  {
    least: task('分给最闲的人', { allow: 'assist', candidate: { kind: 'least-loaded', of: 'initiator' } }),
    duty: task('值班人办', { allow: 'assist', candidate: { kind: 'on-duty', roster: 'night' } }),
    lead: task('负责人定', {
      allow: 'lead',
      candidate: { kind: 'head', of: 'initiator' },
      actions: { name: { title: '指定办理人', needs: ['person'] } },
    }),
    named: task('指定的人办', { allow: 'assist', candidate: { kind: 'chosen' } }),
  },
  ['start>least', 'least>duty', 'duty>lead', 'lead>named', 'named>end'],
  { head: 'lead' },
);

/** Tasks for whoever the case's own fields name: a person, then a unit. */
const errand = model(
  '跑腿',
  {
    fetch: task('代办人办', { allow: 'assist', candidate: { kind: 'field', people: 'helper' } }),
    check: task('协作单位核', { allow: 'assist', candidate: { kind: 'field', units: 'partner' } }),
  },
  ['start>fetch', 'fetch>check', 'check>end'],
);

/** Begun by hand or by a message; a message may bar its own way, a signal is heard beside the task as often as it comes. */
const gauge = model(
  '水位',
  {
    flood: { kind: 'start', title: '汛情来报', on: { kind: 'message', message: 'flood' } },
    hold: task('巡查'),
    opened: {
      kind: 'boundary',
      title: '开闸',
      host: 'hold',
      on: { kind: 'message', message: 'gate' },
      interrupting: true,
    },
    pick: { kind: 'exclusive', title: '是否到位' },
    siren: {
      kind: 'boundary',
      title: '警报',
      host: 'hold',
      on: { kind: 'signal', signal: 'siren' },
      interrupting: false,
    },
    heard: task('听到警报'),
  },
  ['start>hold', 'flood>hold', 'hold>end', 'opened>pick', 'pick>end', 'siren>heard', 'heard>end'],
);

/** No condition that never holds can be written in one word above. */
const barred: ProcessModel = {
  ...gauge,
  flows: gauge.flows.map((flow) => (flow.id === 'pick>end' ? { ...flow, when: 'cost = 1' } : flow)),
};

/** Begun by the clock, twice; a rule grades it. */
const patrol = model(
  '巡检',
  {
    morning: {
      kind: 'start',
      title: '每日巡检',
      on: { kind: 'timer', after: { amount: 1, unit: 'natural-day' }, times: 2 },
    },
    grade: { kind: 'decision', title: '定级', decision: 'works-grade', sets: { verdict: 'grade' } },
    tell: { kind: 'service', title: '已列入巡检计划', job: 'flow.tell-initiator' },
    walk: task('巡检', { candidate: { kind: 'area' } }),
  },
  ['start>grade', 'morning>grade', 'grade>tell', 'tell>walk', 'walk>end'],
);

/** For whoever the register of turns has on duty. */
const watch = model(
  '值守',
  { duty: task('值班人办', { allow: 'assist', candidate: { kind: 'on-duty', roster: '夜班' } }) },
  ['start>duty', 'duty>end'],
);

function caseOf(title: string, process: ProcessModel, prefix: string) {
  return defineCase({
    title,
    owner: office,
    share: 'none',
    open: 'none',
    fields: {
      subject: text({ title: '名称', required: true, class: 'public' }),
      cost: integer({ title: '造价' }),
      verdict: text({ title: '结论', managed: true }),
      helper: subject({ title: '代办人' }),
      partner: department({ title: '协作单位' }),
    },
    titleField: 'subject',
    allow: { read: 'work' },
    process: graphProcess(process, { number: { prefix, digits: 4 } }),
  });
}

const cases = {
  project: caseOf('工程', project, 'GC'),
  survey: caseOf('勘察', survey, 'KC'),
  nested: caseOf('套娃', nested, 'TW'),
  invoice: caseOf('付款', invoice, 'FK'),
  rota: caseOf('轮值', rota, 'LZ'),
  errand: caseOf('跑腿', errand, 'PT'),
  gauge: caseOf('水位', barred, 'SW'),
  patrol: caseOf('巡检', patrol, 'XJ'),
  watch: caseOf('值守', watch, 'ZS'),
};

const contract = defineContract({
  id: 'works',
  title: '工程',
  plan: [],
  permissions: { work: '办理', assist: '协办', lead: '负责' },
  roles: {
    worker: { title: '办理人', allow: ['work'], reach: 'department' },
    chief: { title: '总管', allow: ['work'], reach: 'all' },
    assistant: { title: '协办人', allow: ['assist'], reach: 'department' },
    head: { title: '负责人', allow: ['lead'], reach: 'department' },
  },
  cases,
  routes: pingRoutes,
});

const refusal = [{ path: 'subject', message: '此类汛情不收' }];

export interface Works {
  readonly city: TestCity;
  readonly worker: string;
  readonly stranger: string;
  readonly chief: string;
  readonly assistants: readonly [string, string];
  readonly head: string;
  /** Who is on duty now. */
  readonly night: string[];
}

export async function openWorks(): Promise<Works> {
  const night: string[] = [];
  const system = defineSystem({
    contract,
    handlers: pingHandlers,
    cases: Object.fromEntries(
      Object.entries(cases).map(([name, type]) => [
        name,
        bindCase(type, {
          // Watches are kept in the register of turns; everything else has its own.
          ...(name === 'watch'
            ? {}
            : {
                onDuty: ({ roster }: { roster: string }) => Promise.resolve(roster === 'night' ? night : []),
              }),
          before({ action, values }) {
            if (action === 'open' && values['subject'] === '不收') throw commonErrors.invalid({}, refusal);
            return Promise.resolve({});
          },
        }),
      ]),
    ),
  });
  const city = await openTestCity({ systems: [system] });
  const official = (account: string, name: string, role: string, department = office) =>
    makePerson(city, { account, name, post: { role: `works:${role}`, area: cityArea, department } });
  return {
    city,
    night,
    worker: await official('worker', '赵一', 'worker'),
    chief: await official('chief', '孙三', 'chief'),
    assistants: [
      await official('assistant-a', '李四', 'assistant'),
      await official('assistant-b', '周五', 'assistant'),
    ],
    head: await official('head', '吴六', 'head'),
    stranger: await official('stranger', '钱二', 'worker', 'city-water-resources'),
  };
}
