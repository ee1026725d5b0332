/** A small city of lamps and lamp faults with indicators over both, for this engine's tests. */
import { newId } from '../../../../kernel/ids.ts';
import { defineCase } from '../../../../kernel/case.ts';
import { defineContract } from '../../../../kernel/contract.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import {
  area,
  boolean,
  code,
  date,
  defineRegister,
  department,
  integer,
  moment,
  text,
} from '../../../../kernel/register.ts';
import { openTestStore, type TestStore } from '../../../../test/support/store.ts';
import accessContract from '../../../access/contract.ts';
import { type AccessEngine, accessTables, createAccess } from '../../../access/index.ts';
import { createTrust, trustTables } from '../../../trust/index.ts';
import { openRegisters, type RegisterService, registerTables } from '../../../registers/index.ts';
import contract from '../../contract.ts';
import type { IndicatorService } from '../../service.ts';
import { createIndicators } from '../create-indicators.ts';

const filled = (field: string): Filter => ({ field, is: 'filled' });
const fixed: Filter = { field: 'kind', is: 'one-of', value: ['bulb', 'pole'] };

export const faults = defineCase({
  title: '路灯故障',
  owner: 'city-light',
  share: 'none',
  open: 'none',
  fields: {
    kind: code({ title: '类别', codeList: 'fault kinds', class: 'public' }),
    // The process marks and limits as the flow engine would write them.
    doneAt: moment({ title: '修好时间', class: 'public' }),
    late: boolean({ title: '超时', class: 'public' }),
    caller: text({ title: '报修电话', class: 'personal', mask: 'phone' }),
  },
  allow: { read: 'read' },
  titleField: 'kind',
  process: {
    version: 1,
    start: ['accept'],
    stages: {
      accept: {
        title: '受理',
        allow: 'read',
        candidate: { kind: 'area' },
        actions: { done: { title: '办结', to: { end: 'closed' } } },
      },
    },
    outcomes: { closed: { title: '已办结' } },
    allow: { open: 'read' },
    number: { prefix: 'GZ', digits: 5 },
  },
});

export const poles = defineRegister({
  title: '灯杆',
  owner: 'city-light',
  share: 'none',
  open: 'none',
  fields: {
    code: text({ title: '编码', required: true }),
    place: area({ title: '区划', class: 'public' }),
    keeper: department({ title: '维护单位', class: 'public' }),
    height: integer({ title: '高度', unit: '米', class: 'public' }),
    built: date({ title: '建成日期', class: 'public' }),
  },
  allow: { read: 'read-poles' },
  scope: { area: 'place', departments: ['keeper'] },
  titleField: 'code',
});

const faultHead = {
  from: 'faults',
  allow: 'evaluate',
  period: 'openedAt',
  source: '测试',
  formula: '测试',
} as const;

export const lights = defineContract({
  id: 'lights',
  title: '路灯管理',
  plan: [],
  permissions: { read: '查看故障', 'read-poles': '查看灯杆', evaluate: '查看考核' },
  roles: {
    keeper: { title: '养护员', allow: ['read', 'read-poles'] },
    evaluator: { title: '考核员', allow: ['read', 'read-poles', 'evaluate'] },
    watcher: { title: '只看考核', allow: ['evaluate'] },
  },
  registers: { poles },
  cases: { faults },
  indicators: {
    onTime: {
      ...faultHead,
      title: '按期修复率',
      kind: 'ratio',
      numerator: { all: [filled('doneAt'), { not: { field: 'late', is: 'equal', value: true } }] },
      denominator: filled('doneAt'),
      unit: '%',
      better: 'higher',
    },
    ordinary: {
      ...faultHead,
      title: '常见故障数',
      kind: 'count',
      numerator: fixed,
      unit: '件',
      better: 'lower',
    },
    hours: {
      ...faultHead,
      title: '平均修复时间',
      period: 'doneAt',
      kind: 'mean',
      numerator: fixed,
      value: { from: 'openedAt', to: 'doneAt' },
      unit: '小时',
      better: 'lower',
    },
    height: {
      from: 'poles',
      allow: 'evaluate',
      period: 'built',
      source: '测试',
      formula: '测试',
      title: '平均杆高',
      kind: 'mean',
      numerator: { all: [] },
      value: 'height',
      better: 'higher',
    },
  },
  routes: {},
});

export const countyA = '341202000000';
export const townA = '341202001000';
export const countyB = '341203000000';
const names: Readonly<Record<string, string>> = {
  '341200000000': '阜阳市',
  [countyA]: '颍州区',
  [townA]: '鼓楼街道',
  [countyB]: '颍东区',
  '341204000000': '颍泉区',
};

const organs = {
  departments: ['city-light', 'city-park'].map((id) => ({
    id,
    name: id === 'city-light' ? '路灯管理处' : '园林处',
    shortName: id,
    areaCode: '341200000000',
    parent: undefined,
    kind: 'institution',
    creditCode: '12341200MB0000018B',
    creditCodeKind: 'synthetic',
  })),
  areaName: (areaCode: string) => names[areaCode],
};

export interface Fault {
  readonly kind: string | null;
  readonly caseArea: string | null;
  readonly leadUnit: string | null;
  readonly openedAt: string;
  readonly doneAt: string | null;
  readonly late: boolean | null;
}

export interface Lights {
  readonly store: TestStore;
  readonly access: AccessEngine;
  readonly registers: RegisterService;
  readonly indicators: IndicatorService;
  /** Principals by role: evaluator of the city, evaluator of county A, keeper, watcher. */
  principal(
    account: 'evaluator' | 'county-evaluator' | 'keeper' | 'watcher',
  ): ReturnType<AccessEngine['principalOf']>;
  addFaults(faults: readonly Fault[]): Promise<void>;
  close(): Promise<void>;
}

export async function openLights(): Promise<Lights> {
  const contracts = [accessContract, contract, lights];
  const settings = Object.fromEntries(
    [accessContract, contract].flatMap((one) =>
      Object.entries(one.settings ?? {}).map(([name, spec]) => [`${one.id}.${name}`, spec]),
    ),
  );
  const store = await openTestStore({
    tables: [...trustTables, ...accessTables, ...registerTables(contracts)],
    settings,
  });
  const trust = createTrust({ store });
  const access = createAccess({ store, trust, contracts, organs, demo: false });
  await access.load();
  const registers = (
    await openRegisters({
      contracts,
      store,
      access,
      findArea: (areaCode) => (names[areaCode] === undefined ? undefined : { name: names[areaCode] }),
      locate: () => countyA,
    })
  ).service;
  const entry = {
    list: 'fault kinds',
    parent: null,
    validFrom: null,
    validTo: null,
    source: '测试',
    order: 1,
  };
  await registers.codeLists.load([
    { ...entry, code: 'bulb', name: '灯泡' },
    { ...entry, code: 'pole', name: '灯杆' },
    { ...entry, list: 'case-status', code: 'open', name: '办理中' },
  ]);
  const areas = {
    name: (areaCode: string) => names[areaCode],
    list: (level: 'county' | 'town', within?: string) =>
      level === 'town'
        ? [townA]
        : Object.keys(names).filter(
            (each) => /^3412\d[1-9]0{6}$/.test(each) && (within ?? each).slice(0, 6) === each.slice(0, 6),
          ),
  };
  const people = new Map<string, string>();
  for (const [account, role, place] of [
    ['evaluator', 'evaluator', '341200000000'],
    ['county-evaluator', 'evaluator', countyA],
    ['keeper', 'keeper', '341200000000'],
    ['watcher', 'watcher', '341200000000'],
  ] as const) {
    const posts = [{ role: `lights:${role}`, department: 'city-light', area: place }];
    people.set(
      account,
      (
        await access.admin.createSubject({
          account,
          name: account,
          kind: 'official',
          mustChange: false,
          posts,
        })
      ).id,
    );
  }
  let number = 0;
  return {
    store,
    access,
    registers,
    indicators: createIndicators({ contracts, access, registers, store, areas }),
    principal: (account) => access.principalOf(people.get(account) ?? ''),
    async addFaults(added) {
      const rows = added.map((fault) => ({
        ...fault,
        id: newId(),
        number: `GZ${(number += 1)}`,
        status: 'open',
        processVersion: 1,
      }));
      await store.transaction(async (work) => {
        await registers.of(faults).trusted.insertMany(work, 'test', rows);
      });
    },
    async close() {
      await access.stop();
      await trust.close();
      await store.close();
    },
  };
}
