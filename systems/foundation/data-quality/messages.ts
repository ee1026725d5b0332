/** What this system tells the people who answer for a dataset. */
import type { MessageTemplate } from '../../../kernel/message.ts';

const parameters = {
  dataset: { title: '数据集', kind: 'text', class: 'internal' },
  rules: { title: '规则', kind: 'text', class: 'internal', longest: 300 },
  count: { title: '条数', kind: 'number', class: 'internal' },
} as const;

export const messages = {
  failing: {
    title: '质量规则新出现不达标',
    version: 1,
    kind: 'notice',
    urgency: 'normal',
    parameters,
    texts: {
      app: {
        title: '“{dataset}”有{count}条质量规则不达标',
        body: '超过容忍度的规则：{rules}。请查看不合格的记录，在源头更正后重新采集。',
      },
    },
    channels: [],
  },
  healed: {
    title: '质量规则恢复达标',
    version: 1,
    kind: 'notice',
    urgency: 'normal',
    parameters,
    texts: {
      app: {
        title: '“{dataset}”有{count}条质量规则恢复达标',
        body: '已经恢复的规则：{rules}。',
      },
    },
    channels: [],
  },
} as const satisfies Readonly<Record<string, MessageTemplate>>;
