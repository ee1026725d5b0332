/** Routes of rules and alarms: keep a rule, try it on history, acknowledge and close what it raised. */
import { z } from 'zod';
import { get, post } from '../../../kernel/contract.ts';
import { levels, RuleDefinition } from '../rule.ts';

const id = z.uuid();
const moment = z.iso.datetime({ offset: true });

export const AlarmChange = z.object({
  alarm: z.string(),
  rule: z.string(),
  device: z.string(),
  level: z.string(),
  title: z.string(),
  change: z.enum(['raised', 'again', 'cleared']),
  caseType: z.string().nullable(),
});
export type AlarmChange = z.infer<typeof AlarmChange>;

const ReplayedAlarm = z.object({
  device: z.string(),
  deviceName: z.string(),
  raisedAt: z.string(),
  clearedAt: z.string().nullable(),
  /** Null where no number of its own decided: silence, a place. */
  value: z.number().nullable(),
  /** The conditions that held, in words. */
  reason: z.string(),
});
export type ReplayedAlarm = z.infer<typeof ReplayedAlarm>;

export const ruleRoutes = {
  saveRule: post('/rules', {
    title: '保存告警规则',
    allow: 'keep-rules',
    input: z.object({
      /** Absent for a new one; else with the version that the person saw. */
      id: id.optional(),
      version: z.number().int().min(1).optional(),
      name: z.string().trim().min(2).max(60),
      level: z.enum(levels),
      enabled: z.boolean(),
      source: z.string().trim().max(100).optional(),
      definition: RuleDefinition,
    }),
    output: z.object({ id: z.string(), version: z.number() }),
  }),
  replayRule: post('/rules/replay', {
    title: '规则历史回放',
    allow: 'read-rules',
    input: z.object({ definition: RuleDefinition, from: moment, to: moment }),
    output: z.object({
      /** Devices and readings that were looked at, and devices that the rule would watch. */
      devices: z.number(),
      devicesInAll: z.number(),
      readings: z.number(),
      /** More readings than one replay may read: the end of the time was left out. */
      more: z.boolean(),
      /** From when on the rule learned before the time began; null where there was nothing. */
      learnedFrom: z.string().nullable(),
      /** Alarms in the time; listed are the first of them. */
      found: z.number(),
      alarms: z.array(ReplayedAlarm),
    }),
    rate: 30,
  }),
  caseTypes: get('/case-types', {
    title: '可自动立案的案件类型',
    allow: 'keep-rules',
    input: z.object({}),
    output: z.object({
      types: z.array(
        z.object({
          /** '<system>.<case>' */
          id: z.string(),
          title: z.string(),
          fields: z.array(z.object({ name: z.string(), title: z.string() })),
        }),
      ),
    }),
  }),
  acknowledge: post('/alarms/:id/acknowledge', {
    title: '确认告警',
    allow: 'handle-alarms',
    input: z.object({ id }),
    output: z.object({ status: z.string() }),
  }),
  closeAlarm: post('/alarms/:id/close', {
    title: '关闭告警',
    allow: 'handle-alarms',
    input: z.object({ id, conclusion: z.string().trim().min(2).max(1000) }),
    output: z.object({ status: z.string() }),
  }),
  alarmCounts: get('/alarm-counts', {
    title: '未关闭告警数',
    allow: 'read-alarms',
    input: z.object({}),
    output: z.object({
      counts: z.array(z.object({ level: z.string(), status: z.string(), count: z.number() })),
    }),
  }),
};
