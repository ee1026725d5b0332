/** What this system tells people. */
import type { MessageTemplate } from '../../../kernel/message.ts';

export const messages = {
  changed: {
    title: '规划版本更新后项目结论有变化',
    version: 1,
    kind: 'notice',
    urgency: 'normal',
    parameters: {
      project: { title: '项目', kind: 'text', class: 'internal' },
      line: { title: '管控线', kind: 'text', class: 'internal' },
      before: { title: '原结论', kind: 'text', class: 'internal' },
      after: { title: '新结论', kind: 'text', class: 'internal' },
      areas: { title: '面积变化', kind: 'text', class: 'internal' },
    },
    texts: {
      app: {
        title: '{project}：{line}更新，结论由“{before}”变为“{after}”',
        body: '新版{line}发布后已自动复查。{areas}。请查看审查结果，必要时调整用地范围。',
      },
    },
    channels: [],
  },
} as const satisfies Readonly<Record<string, MessageTemplate>>;
