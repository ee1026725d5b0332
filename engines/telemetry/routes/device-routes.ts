/** Routes around one device: its stage, key, values, curve, live line, shadow and commands. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { qualityNames } from '../quality.ts';
import { type Stage, stages } from '../registers/device.ts';
import { EventSpec, PropertySpec, ServiceSpec } from '../thing-model.ts';

const id = z.uuid();
const stageNames = Object.keys(stages) as [Stage, ...Stage[]];
const scalar = z.union([z.number(), z.boolean(), z.string().max(1000)]);
const values = z.record(z.string().max(40), scalar).refine((given) => Object.keys(given).length <= 200);
const quality = z.enum(qualityNames as [(typeof qualityNames)[number], ...(typeof qualityNames)[number][]]);

export const LastValue = z.object({
  property: z.string(),
  at: z.string(),
  value: z.number().nullable(),
  words: z.string().nullable(),
  quality,
});
export type LastValue = z.infer<typeof LastValue>;

const shadow = z.object({
  desired: values,
  desiredVersion: z.number(),
  desiredAt: z.string().nullable(),
  reported: values,
  reportedVersion: z.number(),
  reportedAt: z.string().nullable(),
});

const DeviceReply = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  model: z.string(),
  stage: z.enum(stageNames),
  protocol: z.string().nullable(),
  expectSeconds: z.number().nullable(),
  online: z.boolean(),
  heardAt: z.string().nullable(),
  properties: z.array(PropertySpec),
  services: z.array(ServiceSpec),
  events: z.array(EventSpec),
  last: z.array(LastValue),
  shadow,
});
export type DeviceReply = z.infer<typeof DeviceReply>;

const command = z.object({
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  state: z.enum(['waiting', 'sent', 'accepted', 'done', 'failed', 'timed-out']),
  result: z.unknown(),
  message: z.string().nullable(),
  by: z.string(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  expiresAt: z.string(),
});

const moment = z.iso.datetime({ offset: true });

export const deviceRoutes = {
  device: get('/devices/:id', {
    title: '设备现状',
    allow: 'read-devices',
    input: z.object({ id }),
    output: DeviceReply,
  }),
  series: get('/devices/:id/series/:property', {
    title: '读数曲线',
    allow: 'read-devices',
    input: z.object({
      id,
      property: z.string().max(40),
      from: moment,
      to: moment,
      /** Default: raw up to two hours, minutes to two days, hours to ninety, then days. */
      grain: z.enum(['raw', 'minute', 'hour', 'day']).optional(),
    }),
    output: z.object({
      grain: z.enum(['raw', 'minute', 'hour', 'day']),
      /** The bound of points was reached; ask for less time or a coarser grain. */
      more: z.boolean(),
      points: z.array(
        z.object({
          at: z.string(),
          /** Value of a raw reading, mean of a bucket. */
          value: z.number().nullable(),
          lowest: z.number().nullable(),
          highest: z.number().nullable(),
          readings: z.number(),
          valid: z.number(),
        }),
      ),
    }),
  }),
  live: get('/devices/:id/live', {
    title: '实时读数(SSE)',
    allow: 'read-devices',
    input: z.object({ id }),
    output: 'binary',
  }),
  changeStage: post('/devices/:id/stage', {
    title: '启用、停用、退役',
    allow: 'operate-devices',
    input: z.object({ id, stage: z.enum(stageNames), reason: z.string().trim().min(2).max(200) }),
    output: z.object({ stage: z.enum(stageNames) }),
  }),
  issueKey: post('/devices/:id/key', {
    title: '发放或更换设备密钥',
    allow: 'operate-devices',
    input: z.object({
      id,
      /** What the protocol demands (registers/secret-shapes.ts); others get a random key without it. */
      password: z.string().min(1).max(64).optional(),
    }),
    output: z.object({ code: z.string(), key: z.string() }),
  }),
  setDesired: post('/devices/:id/desired', {
    title: '设定期望值',
    allow: 'operate-devices',
    input: z.object({ id, values }),
    output: z.object({ version: z.number(), command: z.string() }),
  }),
  sendCommand: post('/devices/:id/commands', {
    title: '下发指令',
    allow: 'operate-devices',
    input: z.object({ id, name: z.string().max(40), input: values.default({}) }),
    output: z.object({ command: z.string() }),
  }),
  commands: get('/devices/:id/commands', {
    title: '指令记录',
    allow: 'read-devices',
    input: z.object({ id, size: z.coerce.number().int().min(1).max(100).default(20) }),
    output: z.object({ commands: z.array(command) }),
  }),
  events: get('/devices/:id/events', {
    title: '设备事件',
    allow: 'read-devices',
    input: z.object({ id, size: z.coerce.number().int().min(1).max(100).default(20) }),
    output: z.object({
      events: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          level: z.enum(['info', 'warning', 'fault']),
          output: z.record(z.string(), z.unknown()),
          at: z.string(),
          receivedAt: z.string(),
        }),
      ),
    }),
  }),
  saveModel: post('/models', {
    title: '保存物模型',
    allow: 'keep-models',
    input: z.object({
      /** Absent for a new one; else with the version that the person saw. */
      id: id.optional(),
      version: z.number().int().min(1).optional(),
      code: z.string().max(40),
      name: z.string().trim().min(1).max(40),
      category: z.string().trim().max(20).optional(),
      note: z.string().max(500).optional(),
      /** A thing model (engines/telemetry/thing-model.ts), checked whole. */
      definition: z.unknown(),
    }),
    output: z.object({ id: z.string(), version: z.number() }),
  }),
};
