/** 公告 with 阅读回执. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';

const id = z.uuid('不是有效的编号');

export const bulletinRoutes = {
  publish: post('/bulletins', {
    title: '发布公告',
    allow: 'notify',
    input: z.object({
      /** Made by the page, so that a form sent twice publishes once. */
      id,
      title: z.string().trim().min(2, '请填写标题').max(120),
      body: z.string().trim().min(2, '请填写内容').max(10_000),
      units: z.array(z.string().min(1).max(80)).min(1, '请选择接收单位').max(500),
    }),
    output: z.object({ id: z.string(), readers: z.number() }),
  }),
  bulletins: get('/bulletins', {
    title: '公告',
    allow: 'read',
    input: z.object({}),
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          body: z.string(),
          publisherName: z.string(),
          publishedAt: z.string(),
          /** The caller's own receipt; null when he only published it. */
          readAt: z.string().nullable(),
          mine: z.boolean(),
          /** How many have read it, of how many; for the publisher. */
          read: z.number().nullable(),
          readers: z.number().nullable(),
        }),
      ),
    }),
  }),
  readBulletin: post('/bulletins/:id/receipt', {
    title: '公告已阅',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({ readAt: z.string() }),
  }),
  receipts: get('/bulletins/:id/receipts', {
    title: '公告阅读情况',
    allow: 'notify',
    input: z.object({ id }),
    output: z.object({
      rows: z.array(
        z.object({ readerName: z.string(), unitName: z.string(), readAt: z.string().nullable() }),
      ),
    }),
  }),
};
