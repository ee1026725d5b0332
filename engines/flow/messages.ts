/** What the flow engine tells people by template: limits that run out and reminders by hand, and how these climb while nobody looks. */
import type { LadderStep, MessageTemplate } from '../../kernel/message.ts';

const item = {
  number: { title: '案件编号', kind: 'text', class: 'internal', longest: 60 },
  stage: { title: '环节', kind: 'text', class: 'internal', longest: 60 },
} as const;

const reminder = {
  title: { title: '标题', kind: 'text', class: 'internal', longest: 100 },
  number: { title: '案件编号', kind: 'text', class: 'internal', longest: 60 },
  /** People write whom it concerns into it, so it stays in the app. */
  opinion: { title: '意见', kind: 'text', class: 'sensitive', longest: 2000 },
} as const;

/** 本地默认: half a working day by another way, then whoever supervises. */
const ladder: readonly LadderStep[] = [
  { after: { amount: 2, unit: 'work-hour' }, channels: ['sms'], to: 'same' },
  { after: { amount: 2, unit: 'work-hour' }, channels: ['sms'], to: 'superiors' },
];

export const flowMessages = {
  'nearly-due': {
    title: '办理时限将至',
    version: 1,
    kind: 'deadline',
    urgency: 'normal',
    parameters: item,
    texts: {
      app: { title: '即将到期 {number}', body: '“{stage}”环节时限将至,请尽快办理' },
      sms: '{number}“{stage}”环节时限将至，请尽快登录办理。',
      email: { subject: '即将到期 {number}', body: '“{stage}”环节时限将至，请尽快登录办理。' },
      webhook: true,
    },
    channels: [],
  },
  overdue: {
    title: '办理已超时',
    version: 1,
    kind: 'deadline',
    urgency: 'normal',
    parameters: item,
    texts: {
      app: { title: '已超时 {number}', body: '“{stage}”环节已超过时限,请尽快办理' },
      sms: '{number}“{stage}”环节已超过时限，请尽快登录办理。',
      voice: '您有一件工作已超过时限，编号{number}，请尽快登录办理。',
      email: { subject: '已超时 {number}', body: '“{stage}”环节已超过时限，请尽快登录办理。' },
      webhook: true,
    },
    channels: [],
    ladder,
  },
  urge: {
    title: '催办',
    version: 1,
    kind: 'urge',
    urgency: 'normal',
    parameters: reminder,
    texts: {
      app: { title: '{title} {number}', body: '{opinion}' },
      sms: '{title}：{number}，请尽快登录办理。',
      email: { subject: '{title} {number}', body: '{title}：{number}，请尽快登录办理。' },
      webhook: true,
    },
    channels: [],
    ladder,
  },
  supervise: {
    title: '督办',
    version: 1,
    kind: 'supervise',
    urgency: 'urgent',
    parameters: reminder,
    texts: {
      app: { title: '{title} {number}', body: '{opinion}' },
      sms: '{title}：{number}，请立即登录办理。',
      voice: '您有一件督办事项，编号{number}，请立即登录办理。',
      email: { subject: '{title} {number}', body: '{title}：{number}，请立即登录办理。' },
      webhook: true,
    },
    channels: ['sms'],
    ladder,
  },
} as const satisfies Readonly<Record<string, MessageTemplate>>;
