/** A small system with a register and a case type, its forms, and people who fill them in, for this engine's tests. */
import { z } from 'zod';
import { defineCase } from '../../../../kernel/case.ts';
import { defineContract, get } from '../../../../kernel/contract.ts';
import {
  boolean,
  date,
  decimal,
  defineRegister,
  department,
  files,
  integer,
  longText,
  text,
} from '../../../../kernel/register.ts';
import { defineSystem, type System } from '../../../../kernel/system.ts';
import { type Caller, openTestCity, type TestCity } from '../../../../test/support/city.ts';
import type { FormModel } from '../../service.ts';

export const office = 'city-organ-affairs';

const common = { owner: office, share: 'none', open: 'none' } as const;

export const device = defineRegister({
  ...common,
  title: '设备台账',
  reference: true,
  fields: {
    code: text({ title: '设备编号', required: true, unique: true, filter: true, class: 'public' }),
    name: text({ title: '设备名称', required: true, class: 'public' }),
    keeper: text({ title: '保管人', class: 'sensitive', mask: 'name' }),
    price: decimal({ title: '单价', minimum: 0 }),
    count: integer({ title: '数量', minimum: 0 }),
    total: decimal({ title: '总价', managed: true }),
    scrapped: boolean({ title: '已报废' }),
    scrapReason: longText({ title: '报废原因' }),
  },
  allow: { read: 'read', write: 'write' },
  titleField: 'name',
});

export const repairCase = defineCase({
  ...common,
  title: '设备报修',
  fields: {
    subject: text({ title: '事由', required: true, maxLength: 60 }),
    code: text({ title: '设备编号' }),
    name: text({ title: '设备名称' }),
    keeper: text({ title: '保管人' }),
    unit2: department({ title: '报修单位' }),
    urgent: boolean({ title: '紧急' }),
    why: longText({ title: '紧急理由' }),
    wanted: date({ title: '希望完成' }),
    photos: files({ title: '照片' }),
    cost: decimal({ title: '费用' }),
    tax: decimal({ title: '税费' }),
    approved: boolean({ title: '已核' }),
  },
  titleField: 'subject',
  allow: { read: 'read' },
  process: {
    version: 1,
    start: ['handle'],
    number: { prefix: 'BX', digits: 4 },
    stages: {
      handle: {
        title: '处理',
        allow: 'write',
        candidate: { kind: 'area' },
        actions: {
          note: {
            title: '补充',
            to: { stage: 'handle' },
            needs: ['fields'],
            sets: ['subject', 'urgent', 'why', 'cost', 'approved'],
          },
          done: { title: '办结', to: { end: 'closed' } },
        },
      },
    },
    outcomes: { closed: { title: '办结' } },
    allow: { open: 'write' },
  },
});

export const repairForm: FormModel = {
  title: '设备报修单',
  sections: [
    {
      id: 'device',
      title: '设备',
      columns: 2,
      fields: [
        { name: 'subject', width: 2 },
        { name: 'code', width: 1 },
        {
          name: 'name',
          width: 1,
          readOnly: 'true',
          prefill: { register: 'fix.device', match: { code: 'code' }, take: 'name' },
        },
        {
          name: 'keeper',
          width: 1,
          prefill: { register: 'fix.device', match: { code: 'code' }, take: 'keeper' },
        },
        { name: 'unit2', width: 1, preset: 'me.department' },
      ],
    },
    {
      id: 'urgency',
      title: '紧急情况',
      columns: 1,
      fields: [
        { name: 'urgent', width: 1 },
        { name: 'why', width: 1, show: 'urgent = true', require: 'urgent = true' },
        { name: 'wanted', width: 1, show: 'urgent = true' },
      ],
    },
    {
      id: 'money',
      title: '费用',
      columns: 2,
      fields: [
        { name: 'cost', width: 1, readOnly: 'approved = true' },
        { name: 'tax', width: 1, compute: 'if cost = null then null else decimal(cost * 0.13, 2)' },
        { name: 'approved', width: 1 },
      ],
    },
  ],
  print: { signatures: ['申请人', '审批人'], note: '一式两份。' },
};

export const deviceForm: FormModel = {
  title: '设备登记表',
  sections: [
    {
      id: 'main',
      title: '登记',
      columns: 2,
      fields: [
        { name: 'code', width: 1 },
        { name: 'name', width: 1 },
        { name: 'price', width: 1 },
        { name: 'count', width: 1 },
        { name: 'total', width: 1, compute: 'decimal(price * count, 2)' },
        { name: 'scrapped', width: 1 },
        { name: 'scrapReason', width: 2, show: 'scrapped = true', require: 'true' },
      ],
    },
  ],
};

const contract = defineContract({
  id: 'fix',
  title: '报修',
  plan: [],
  permissions: { read: '查看', write: '填写' },
  roles: {
    clerk: { title: '经办', allow: ['read', 'write'], reach: 'all' },
    reader: { title: '查阅', allow: ['read'], reach: 'all' },
  },
  registers: { device },
  cases: { repair: repairCase },
  routes: {
    ping: get('/ping', {
      title: '通',
      publicBecause: '测试',
      input: z.object({}),
      output: z.object({ ok: z.boolean() }),
    }),
  },
});

export const fix: System = defineSystem({ contract, handlers: { ping: () => ({ ok: true }) } });

export interface TestForms {
  readonly city: TestCity;
  readonly clerk: Caller;
  readonly other: Caller;
  readonly designer: Caller;
  readonly stranger: Caller;
}

export async function openForms(): Promise<TestForms> {
  const city = await openTestCity({ systems: [fix] });
  async function person(account: string, role?: string): Promise<Caller> {
    const posts = role === undefined ? [] : [{ role, department: office, area: '341200000000' }];
    const made = await city.access.admin.createSubject({
      account,
      name: account,
      kind: 'official',
      posts,
      passwordHash: 'none',
      mustChange: false,
    });
    return city.as(made.id);
  }
  return {
    city,
    clerk: await person('经办甲', 'fix:clerk'),
    other: await person('经办乙', 'fix:clerk'),
    designer: await person('设计员', 'forms:publisher'),
    stranger: await person('路人'),
  };
}
