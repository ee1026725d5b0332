/** Routes for programs: rows by key, and CKAN's action API at both addresses that its clients use. */
import { z } from 'zod';
import type { Binary, Dialect } from '../../../../kernel/contract.ts';
import { get, post } from '../../../../kernel/contract.ts';
import { type CityError, httpStatus } from '../../../../kernel/errors.ts';
import { jsonReply, refusalOf } from '../ckan/refusal.ts';
import { Code } from './public-routes.ts';

const byKey = {
  publicBecause: '程序用接口密钥说明是谁，由处理程序核对密钥、授权和当日次数',
  withoutSession: true,
} as const;
const open = {
  publicBecause: '已经匿名化检查的开放数据，按 CKAN 的接口任何人可以查看；只读，不看会话',
  withoutSession: true,
} as const;

const keys = z.object({ 'x-api-key': z.string().max(200).optional() });

const keyed: Dialect = {
  mediaTypes: [],
  headers: ['x-api-key'],
  refuse: (error: CityError, traceId: string): Binary =>
    jsonReply(
      { code: error.code, message: error.message, problems: error.problems, traceId },
      httpStatus[error.kind],
    ),
};

const ckan: Dialect = {
  mediaTypes: [],
  headers: ['authorization', 'x-ckan-api-key'],
  refuse: (error) => refusalOf(error),
};

const Named = z.object({
  action: z.string().max(60),
  query: z.record(z.string(), z.union([z.string().max(4000), z.array(z.string().max(4000)).max(50)])),
  headers: z.object({
    authorization: z.string().max(400).optional(),
    'x-ckan-api-key': z.string().max(400).optional(),
  }),
});
const Posted = Named.extend({ body: z.record(z.string(), z.unknown()).nullish() });

const asked = { ...open, output: 'binary', dialect: ckan, rate: 300 } as const;

export const programRoutes = {
  rows: get('/v1/datasets/:code/rows', {
    title: '按密钥取开放数据的行',
    ...byKey,
    input: z.object({
      code: Code,
      /** page, size, and field=value for each condition. */
      query: z.record(
        z.string().max(40),
        z.union([z.string().max(200), z.array(z.string().max(200)).max(50)]),
      ),
      headers: keys,
    }),
    output: 'binary',
    dialect: keyed,
    rate: 300,
  }),
  ckanGet: get('/ckan/api/3/action/:action', { title: 'CKAN 动作（GET）', ...asked, input: Named }),
  ckanPost: post('/ckan/api/3/action/:action', { title: 'CKAN 动作（POST）', ...asked, input: Posted }),
  ckanGetUnversioned: get('/ckan/api/action/:action', {
    title: 'CKAN 动作（GET，不带版本）',
    ...asked,
    input: Named,
  }),
  ckanPostUnversioned: post('/ckan/api/action/:action', {
    title: 'CKAN 动作（POST，不带版本）',
    ...asked,
    input: Posted,
  }),
};
