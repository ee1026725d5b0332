/** Templates of bulk messages: a general notice, which a citizen may refuse, and an emergency, which reaches everybody. */
import type { MessageTemplate } from '../../../../kernel/message.ts';

const parameters = {
  title: { title: '标题', kind: 'text', class: 'public', longest: 40 },
  text: { title: '正文', kind: 'text', class: 'public', longest: 200 },
  organ: { title: '发布单位', kind: 'text', class: 'public', longest: 40 },
} as const;

const email = { subject: '{title}', body: '{text}\n\n{organ}' } as const;

export const templates = {
  notice: {
    title: '政务通知',
    version: 1,
    kind: 'notice',
    urgency: 'normal',
    broadcast: true,
    parameters,
    texts: {
      app: { title: '{title}', body: '{text}（{organ}）' },
      sms: '{title}：{text}（{organ}）',
      email,
      webhook: true,
    },
    channels: ['sms', 'email', 'webhook'],
  },
  emergency: {
    title: '应急通知',
    version: 1,
    kind: 'notice',
    urgency: 'emergency',
    broadcast: true,
    parameters,
    texts: {
      app: { title: '紧急：{title}', body: '{text}（{organ}）' },
      sms: '紧急通知 {title}：{text}（{organ}）',
      voice: '紧急通知。{title}。{text}。发布单位{organ}。',
      email,
      webhook: true,
    },
    channels: ['sms', 'voice', 'email', 'webhook'],
  },
  'broadcast-waits': {
    title: '群发待审批',
    version: 1,
    kind: 'to-do',
    urgency: 'normal',
    parameters: {
      title: { title: '群发名称', kind: 'text', class: 'internal', longest: 60 },
      people: { title: '人数', kind: 'number', class: 'internal' },
    },
    texts: { app: { title: '群发待审批：{title}', body: '拟发送给{people}人，请审核内容和范围' } },
    channels: [],
  },
} as const satisfies Readonly<Record<string, MessageTemplate>>;
