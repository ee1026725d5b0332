/** Names, icons and colours of the kinds of messages. */

export interface NoticeKind {
  readonly title: string;
  readonly icon: string;
  readonly tone: string;
}

const kinds: Readonly<Record<string, NoticeKind>> = {
  'to-do': { title: '待办', icon: 'to-do', tone: 'blue' },
  urge: { title: '催办', icon: 'alarm', tone: 'yellow' },
  supervise: { title: '督办', icon: 'warning', tone: 'red' },
  deadline: { title: '时限提醒', icon: 'time', tone: 'yellow' },
  result: { title: '办理结果', icon: 'check', tone: 'green' },
  notice: { title: '通知', icon: 'message', tone: 'blue' },
};

/** A kind that a newer server knows shows as a plain notice. */
export function kindOf(kind: string): NoticeKind {
  return kinds[kind] ?? { title: '通知', icon: 'message', tone: 'blue' };
}
