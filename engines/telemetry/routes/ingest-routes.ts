/** Routes by which readings come in over HTTP, and what could not be used is looked at and sent in again. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { qualityNames } from '../quality.ts';

const moment = z.iso.datetime({ offset: true });
const quality = z.enum(qualityNames as [(typeof qualityNames)[number], ...(typeof qualityNames)[number][]]);

/** As a device sends it, over HTTP and MQTT alike. */
export const GivenReading = z.object({
  property: z.string().min(1).max(60),
  /** Absent: when it came in. */
  at: z.union([moment, z.number()]).optional(),
  value: z.union([z.number(), z.boolean(), z.string().max(1000)]),
  quality: quality.default('good'),
});
export type GivenReading = z.infer<typeof GivenReading>;

/** The same of an event of the model. */
export const GivenDeviceEvent = z.object({
  name: z.string().min(1).max(40),
  at: z.union([moment, z.number()]).optional(),
  output: z
    .record(z.string().max(40), z.union([z.number(), z.boolean(), z.string().max(1000)]))
    .refine((output) => Object.keys(output).length <= 20)
    .default({}),
});

const outcome = z.object({
  kind: z.enum(['stored', 'duplicate', 'late', 'refused']),
  reason: z.string().optional(),
});

const kept = z.object({
  id: z.string(),
  protocol: z.string(),
  device: z.string().nullable(),
  deviceCode: z.string().nullable(),
  reason: z.string(),
  /** First bytes, as text where they are text, else in hexadecimal. */
  body: z.string(),
  reading: z.unknown(),
  state: z.enum(['kept', 'replayed', 'dropped']),
  receivedAt: z.string(),
});
export type KeptReply = z.infer<typeof kept>;

export const ingestRoutes = {
  readings: post('/readings', {
    title: '设备上报读数(HTTP)',
    publicBecause: '设备不是登录的人,凭设备编码和密钥自证',
    input: z.object({
      device: z.string().min(1).max(60),
      key: z.string().min(1).max(200),
      readings: z.array(GivenReading).min(1).max(1000),
    }),
    output: z.object({ outcomes: z.array(outcome) }),
    rate: 1200,
  }),
  deviceEvent: post('/events', {
    title: '设备上报事件(HTTP)',
    publicBecause: '设备不是登录的人,凭设备编码和密钥自证',
    input: z.object({
      device: z.string().min(1).max(60),
      key: z.string().min(1).max(200),
      event: GivenDeviceEvent,
    }),
    output: z.object({ outcome: z.string() }),
    rate: 1200,
  }),
  quarantine: get('/quarantine', {
    title: '隔离数据',
    allow: 'read-quarantine',
    input: z.object({
      state: z.enum(['kept', 'replayed', 'dropped']).default('kept'),
      protocol: z.string().max(20).optional(),
      reason: z.string().max(40).optional(),
      /** Id of the last one already shown. */
      before: z.uuid().optional(),
      size: z.coerce.number().int().min(1).max(100).default(50),
    }),
    output: z.object({
      kept: z.array(kept),
      more: z.boolean(),
      /** Since this server started, by protocol and outcome. */
      counts: z.array(z.object({ protocol: z.string(), outcome: z.string(), count: z.number() })),
    }),
  }),
  replay: post('/quarantine/:id/replay', {
    title: '重放隔离的读数',
    allow: 'read-quarantine',
    input: z.object({ id: z.uuid() }),
    output: z.object({ outcome }),
  }),
  drop: post('/quarantine/:id/drop', {
    title: '作废隔离数据',
    allow: 'read-quarantine',
    input: z.object({ id: z.uuid() }),
    output: z.object({ done: z.literal(true) }),
  }),
  overview: get('/overview', {
    title: '感知概览',
    allow: 'read-devices',
    input: z.object({}),
    output: z.object({
      /** Registered, up to 10001. */
      devices: z.number(),
      /** Ever heard of. */
      heard: z.number(),
      online: z.number(),
      models: z.array(
        z.object({ model: z.string(), title: z.string(), heard: z.number(), online: z.number() }),
      ),
    }),
  }),
};
