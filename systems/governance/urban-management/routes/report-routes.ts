/** What a citizen does from the phone: find the class, report, follow, urge, withdraw and rate. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { FileId, lonLatInput, matterCode, periodInput, Position } from './shapes.ts';

const reportId = z.object({ id: z.uuid('不是有效的编号') });

export const MatterClass = z.object({
  code: z.string(),
  name: z.string(),
  group: z.string(),
  groupName: z.string(),
  /** Component class that it is about; null for matters without one. */
  component: z.string().nullable(),
});

export const NearbyCase = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  stage: z.string().nullable(),
  stageTitle: z.string(),
  openedAt: z.string(),
  metres: z.number(),
});

export const ReportSummary = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  address: z.string(),
  openedAt: z.string(),
  /** 'open', 'ended' with its outcome. */
  state: z.enum(['open', 'ended']),
  stateTitle: z.string(),
  closedAt: z.string().nullable(),
  rating: z.number().nullable(),
  canRate: z.boolean(),
  canWithdraw: z.boolean(),
});

export const ReportDetail = ReportSummary.extend({
  matterName: z.string().nullable(),
  description: z.string(),
  position: Position.nullable(),
  photosBefore: z.array(z.string()),
  /** Only once the case has ended. */
  photosAfter: z.array(z.string()),
  result: z.string().nullable(),
  unitName: z.string().nullable(),
  ratingComment: z.string().nullable(),
  /** Plain words for each link reached, oldest first. */
  progress: z.array(z.object({ at: z.string(), title: z.string() })),
});

export const reportRoutes = {
  matters: get('/matters', {
    title: '事项小类',
    publicBecause: '事项分类是国家标准内容,任何人上报前都要用',
    input: z.object({}),
    output: z.object({ standard: z.string(), rows: z.array(MatterClass) }),
  }),
  suggest: get('/matters/suggest', {
    title: '按描述推荐小类',
    publicBecause: '只用公开的关键词表,不读取任何记录',
    input: z.object({
      text: z.string().trim().min(2, '请先写几个字').max(1000),
      title: z.string().max(100).optional(),
    }),
    output: z.object({
      rows: z.array(
        z.object({
          matter: z.string(),
          name: z.string(),
          score: z.number(),
          words: z.array(z.string()),
        }),
      ),
    }),
    rate: 60,
  }),
  nearby: get('/nearby', {
    title: '附近同类在办案件',
    allow: 'report',
    input: z.object({ matter: matterCode, ...lonLatInput }),
    output: z.object({ metres: z.number(), hours: z.number(), rows: z.array(NearbyCase) }),
  }),
  report: post('/reports', {
    title: '市民上报',
    allow: 'report',
    input: z.object({
      /** UUID made by the phone, so that a draft sent twice opens one case. */
      id: z.uuid('不是有效的编号'),
      matter: matterCode.optional(),
      description: z.string().trim().min(5, '请至少写 5 个字').max(1000),
      address: z.string().trim().min(2, '请填写事发位置').max(256),
      /** Either the point, or the town or village where the phone knows none. */
      position: Position.optional(),
      area: periodInput.area,
      photos: z.array(FileId).max(9, '最多 9 张照片'),
      name: z.string().trim().max(30).optional(),
      phone: z.string().trim().max(20).optional(),
    }),
    output: z.object({ id: z.string(), number: z.string() }),
    rate: 20,
  }),
  myReports: get('/reports', {
    title: '我的上报',
    allow: 'report',
    input: z.object({ page: z.coerce.number().int().min(1).max(500).default(1) }),
    output: z.object({ rows: z.array(ReportSummary), more: z.boolean() }),
  }),
  myReport: get('/reports/:id', {
    title: '上报详情',
    allow: 'report',
    input: reportId,
    output: ReportDetail,
  }),
  reportPhoto: get('/reports/:id/photos/:file', {
    title: '上报和处置照片',
    allow: 'report',
    input: reportId.extend({ file: FileId }),
    output: 'binary',
  }),
  urgeReport: post('/reports/:id/urge', {
    title: '催办我的上报',
    allow: 'report',
    input: reportId,
    output: z.object({ done: z.literal(true) }),
    rate: 5,
  }),
  withdrawReport: post('/reports/:id/withdraw', {
    title: '撤回我的上报',
    allow: 'report',
    input: reportId.extend({ reason: z.string().trim().min(2, '请写明原因').max(200) }),
    output: z.object({ done: z.literal(true) }),
  }),
  rateReport: post('/reports/:id/rating', {
    title: '评价办理结果',
    allow: 'report',
    input: reportId.extend({
      rating: z.number().int().min(1, '请选择 1 至 5 星').max(5, '请选择 1 至 5 星'),
      comment: z.string().trim().max(300).optional(),
    }),
    output: ReportDetail,
  }),
};
