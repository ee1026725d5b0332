/** What anybody may do at a signboard: see whose reach it is, report what is wrong, and follow the report by number and code. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { LonLat, Position } from './shapes.ts';

const board = z.string().regex(/^[A-Z0-9]{8,20}$/, '公示牌编码不正确');
/** Two photos of 300 kB as base64 stay under the megabyte that a request may have. */
const mostPhotoCharacters = 420_000;

export const PublicReportInput = z.object({
  board,
  /** UUID made by the phone, so that a report sent twice is one. */
  id: z.uuid('不是有效的编号'),
  /** Six digits made by the phone; only its hash is kept, and following the report takes it. */
  code: z.string().regex(/^\d{6}$/, '查询码是六位数字'),
  kind: z.string().min(1, '请选择问题类别').max(40),
  description: z.string().trim().min(5, '请至少写 5 个字').max(500),
  position: Position,
  photos: z
    .array(z.base64('照片应为 Base64').max(mostPhotoCharacters, '一张照片最大 300 KB'))
    .max(2, '最多 2 张照片')
    .default([]),
  phone: z
    .string()
    .trim()
    .regex(/^1[3-9]\d{9}$/, '请输入 11 位手机号,或留空')
    .optional(),
});

export const signboardRoutes = {
  board: get('/boards/:board', {
    title: '河长公示牌',
    publicBecause: '河长姓名、职务、职责和监督电话依规定在岸边公示',
    input: z.object({ board }),
    output: z.object({
      board: z.string(),
      reach: z.string(),
      river: z.string(),
      length: z.number().nullable(),
      begin: z.string().nullable(),
      end: z.string().nullable(),
      hotline: z.string().nullable(),
      line: z.array(LonLat),
      at: Position.nullable(),
      /** Narrowest first; 总河长 last. */
      chiefs: z.array(z.object({ levelName: z.string(), name: z.string(), office: z.string() })),
      water: z.array(
        z.object({
          name: z.string(),
          gradeName: z.string().nullable(),
          targetName: z.string(),
          sampledAt: z.string().nullable(),
        }),
      ),
    }),
    rate: 60,
  }),
  publicReport: post('/boards/:board/reports', {
    title: '公众扫码上报',
    publicBecause: '群众监督不设登录门槛;按网络地址限速,每块牌每天限件,位置须在河段附近',
    input: PublicReportInput,
    output: z.object({ number: z.string() }),
    rate: 5,
  }),
  followReport: post('/boards/reports/follow', {
    title: '查询公众上报',
    publicBecause: '凭编号和查询码只看得到本件的进度,看不到描述、照片和经办人',
    input: z.object({
      number: z
        .string()
        .trim()
        .regex(/^HZ\d{8}-\d{5,}$/, '编号的样子是 HZ20261126-00001'),
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/, '查询码是六位数字'),
    }),
    output: z.object({
      number: z.string(),
      kind: z.string(),
      reach: z.string(),
      openedAt: z.string(),
      state: z.string(),
      /** Plain words for each step reached, oldest first. */
      progress: z.array(z.object({ at: z.string(), title: z.string() })),
      /** Only once it has been struck off. */
      result: z.string().nullable(),
    }),
    // Six digits must not be tried one after another.
    rate: 10,
  }),
};
