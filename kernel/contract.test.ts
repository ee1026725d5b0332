/** The contract's types: what must compile does, what must not compile does not. */
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineCase } from './case.ts';
import { defineContract, get, post, type InputOf, type OutputOf } from './contract.ts';
import { conflict, defineErrors } from './errors.ts';
import { area, code, defineRegister, integer, point, type Row, text } from './register.ts';
import { defineSystem } from './system.ts';

const lamps = defineRegister({
  title: '路灯',
  owner: 'city-urban-management',
  share: 'conditional',
  open: 'none',
  fields: {
    code: text({ title: '编码', required: true, unique: true }),
    at: point({ title: '位置' }),
    place: area({ title: '区划' }),
    watts: integer({ title: '功率', unit: 'W' }),
  },
  allow: { read: 'read', write: 'maintain' },
  scope: { area: 'place' },
  titleField: 'code',
});

const fault = defineCase({
  title: '故障',
  owner: 'city-urban-management',
  share: 'none',
  open: 'none',
  fields: { kind: code({ title: '类别', required: true, codeList: 'kinds' }) },
  allow: { read: 'read' },
  titleField: 'kind',
  process: {
    version: 1,
    start: ['accept'],
    stages: {
      accept: {
        title: '受理',
        allow: 'maintain',
        candidate: { kind: 'area' },
        actions: {
          file: { title: '立案', to: { stage: 'handle' } },
          refuse: { title: '不予立案', to: { end: 'refused' } },
        },
      },
      handle: {
        title: '处置',
        allow: 'maintain',
        candidate: { kind: 'unit' },
        actions: { done: { title: '办结', to: { end: 'closed' } } },
      },
    },
    outcomes: { closed: { title: '已办结', reopen: 'handle' }, refused: { title: '不予立案' } },
    allow: { open: 'maintain' },
    number: { prefix: 'GZ', digits: 5 },
    marks: { filed: 'accept.file' },
    counts: { return: 'verb.return' },
  },
});

const contract = defineContract({
  id: 'lamp',
  title: '路灯',
  task: 'governance',
  plan: [],
  permissions: { read: '查看', maintain: '维护' },
  errors: defineErrors('lamp', { dark: conflict('路灯 {code} 已熄灭') }),
  registers: { lamps },
  cases: { fault },
  routes: {
    nearby: get('/nearby/:id', {
      title: '附近',
      allow: 'read',
      input: z.object({ id: z.string(), radius: z.coerce.number() }),
      output: z.array(z.object({ code: z.string() })),
    }),
    ping: post('/ping', {
      title: '探活',
      publicBecause: '探活',
      input: z.object({}),
      output: z.object({ ok: z.boolean() }),
    }),
    sheet: get('/sheet', { title: '表', allow: 'read', input: z.object({}), output: 'binary' }),
  },
  pages: { board: { path: '/', title: '看板', access: { allow: 'read' } } },
});

test('paths become absolute under the contract id', () => {
  expect(contract.routes.nearby.path).toBe('/api/lamp/nearby/:id');
  expect(contract.pages?.board.path).toBe('/lamp');
});

test('types ride on the endpoint and on the register', () => {
  expectTypeOf<OutputOf<typeof contract.routes.nearby>>().toEqualTypeOf<{ code: string }[]>();
  expectTypeOf<InputOf<typeof contract.routes.ping>>().toEqualTypeOf<Record<string, never>>();
  expectTypeOf<Row<typeof lamps>['code']>().toEqualTypeOf<string>();
  expectTypeOf<Row<typeof lamps>['watts']>().toEqualTypeOf<number | null>();
  expectTypeOf<Row<typeof fault>['dueAt']>().toEqualTypeOf<string | null>();
  expectTypeOf<Row<typeof fault>['kind']>().toEqualTypeOf<string>();
});

test('a case type has the marks and counters of its process', () => {
  expect(fault.fields).toHaveProperty('filedAt');
  expect(fault.fields).toHaveProperty('filedLate');
  expect(fault.fields).toHaveProperty('returnCount');
});

test('an error carries code, kind and filled sentence', () => {
  const error = contract.errors?.dark({ code: 'L1' });
  expect(error).toMatchObject({ code: 'lamp.dark', kind: 'conflict', message: '路灯 L1 已熄灭' });
});

test('a system must bind every route', () => {
  const system = defineSystem({
    contract,
    handlers: {
      nearby: async (input) => {
        expectTypeOf(input.radius).toEqualTypeOf<number>();
        return [{ code: 'L1' }];
      },
      ping: () => ({ ok: true }),
      sheet: () => ({ contentType: 'text/plain', body: new Uint8Array() }),
    },
  });
  expect(system.contract.id).toBe('lamp');
  // @ts-expect-error handlers for nearby and sheet are missing
  defineSystem({ contract, handlers: { ping: () => ({ ok: true }) } });
  const mistyped = get('/a', { title: 'a', allow: 'raed', input: z.object({}), output: z.object({}) });
  // @ts-expect-error a permission that the contract does not have
  defineContract({ ...contract, id: 'x', routes: { a: mistyped } });
  // @ts-expect-error neither a permission nor a reason
  get('/b', { title: 'b', input: z.object({}), output: z.object({}) });
});
