/** Templates, channels and records, for those who look after them. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { messageChannels } from '../../../../kernel/message.ts';
import { code, done, texts } from './shapes.ts';

const parameter = z.object({ name: z.string(), title: z.string(), kind: z.string(), class: z.string() });
const channel = z.enum(messageChannels);

export const Template = z.object({
  code: z.string(),
  title: z.string(),
  system: z.string(),
  version: z.number(),
  kind: z.string(),
  urgency: z.string(),
  broadcast: z.boolean(),
  channels: z.array(z.string()),
  parameters: z.array(parameter),
  texts,
  /** In words, one sentence a step. */
  ladder: z.array(z.string()),
});

const Delivery = z.object({
  id: z.string(),
  person: z.string(),
  channel: z.string(),
  template: z.string(),
  title: z.string(),
  version: z.number(),
  urgency: z.string(),
  shown: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  tries: z.number(),
  createdAt: z.string(),
  dueAt: z.string(),
  sentAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  readAt: z.string().nullable(),
});

export const keepingRoutes = {
  templates: get('/templates', {
    title: '消息模板',
    allow: 'read',
    input: z.object({}),
    output: z.array(Template),
  }),
  templateVersions: get('/templates/versions', {
    title: '模板的历次文字',
    allow: 'read',
    input: z.object({ code }),
    output: z.array(
      z.object({
        version: z.number(),
        texts,
        publishedAt: z.string().nullable(),
        publishedBy: z.string().nullable(),
      }),
    ),
  }),
  publishTemplate: post('/templates', {
    title: '发布模板文字',
    allow: 'keep-templates',
    input: z.object({ code, base: z.int().min(1), texts }),
    output: z.object({ version: z.number() }),
  }),
  channels: get('/channels', {
    title: '发送渠道',
    allow: 'keep-channels',
    input: z.object({}),
    output: z.object({
      demo: z.boolean(),
      channels: z.array(
        z.object({
          id: channel,
          enabled: z.boolean(),
          config: z.record(z.string(), z.unknown()).nullable(),
          rate: z.number(),
          hasSecret: z.boolean(),
          revision: z.number(),
          changedAt: z.string().nullable(),
        }),
      ),
      retryMinutes: z.array(z.number()),
      quietHours: z.array(
        z.object({ channel: z.string(), urgency: z.string(), from: z.string(), to: z.string() }),
      ),
      source: z.string(),
    }),
  }),
  changeChannel: post('/channels', {
    title: '修改发送渠道',
    allow: 'keep-channels',
    stepUpBecause: '渠道决定全市消息发往何处',
    input: z.object({
      id: channel,
      revision: z.int().min(0),
      enabled: z.boolean(),
      config: z.record(z.string(), z.unknown()),
      rate: z.int().min(1, '每分钟至少 1 条').max(100_000),
      /** Left out keeps the one there is. */
      secret: z.string().min(8, '密钥至少 8 位').max(200).optional(),
    }),
    output: done,
  }),
  keepWebhook: post('/webhooks', {
    title: '登记回调地址',
    allow: 'keep-channels',
    stepUpBecause: '回调地址会收到该账号的消息',
    input: z.object({ account: z.string().trim().min(3).max(40), address: z.url('地址不正确').max(300) }),
    /** Shown once. */
    output: z.object({ secret: z.string() }),
  }),
  simulated: get('/simulated', {
    title: '模拟发送的内容(演示)',
    allow: 'keep-channels',
    input: z.object({}),
    output: z.array(
      z.object({
        id: z.string(),
        channel: z.string(),
        shown: z.string(),
        text: z.string(),
        at: z.string(),
      }),
    ),
  }),
  deliveries: get('/deliveries', {
    title: '发送记录',
    allow: 'read',
    input: z.object({
      channel: channel.optional(),
      state: z
        .enum(['waiting', 'held', 'sending', 'sent', 'delivered', 'read', 'failed', 'dead', 'cancelled'])
        .optional(),
      template: code.optional(),
      before: z.uuid().optional(),
      size: z.coerce.number().int().min(1).max(100).default(20),
    }),
    output: z.object({ rows: z.array(Delivery), more: z.boolean() }),
  }),
  resend: post('/deliveries/:id/resend', {
    title: '重新发送',
    allow: 'keep-channels',
    input: z.object({ id: z.uuid() }),
    output: done,
  }),
  statistics: get('/statistics', {
    title: '发送统计',
    allow: 'read',
    input: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    output: z.array(
      z.object({
        template: z.string(),
        title: z.string(),
        channel: z.string(),
        total: z.number(),
        /** By state. */
        states: z.record(z.string(), z.number()),
      }),
    ),
  }),
};
