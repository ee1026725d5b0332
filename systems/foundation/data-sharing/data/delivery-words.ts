/** Where a delivery of changes stands, with the colour. */
export const deliveryStatuses: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  asked: { title: '待核准', tone: 'blue' },
  current: { title: '正常', tone: 'green' },
  retrying: { title: '重试中', tone: 'yellow' },
  failed: { title: '已停', tone: 'red' },
  paused: { title: '已暂停', tone: 'grey' },
  ended: { title: '已终止', tone: 'grey' },
};
