/** Words of pushed tables: where they stand, with the colour, and on what they lie. */

export const pushStatuses: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  waiting: { title: '待推送', tone: 'blue' },
  current: { title: '已同步', tone: 'green' },
  retrying: { title: '重试中', tone: 'yellow' },
  failed: { title: '推送失败', tone: 'red' },
  paused: { title: '已暂停', tone: 'grey' },
  clearing: { title: '待清除', tone: 'yellow' },
  cleared: { title: '已清除', tone: 'grey' },
};
/** `port`: the usual one. */
export const pushKinds: Readonly<Record<string, { readonly title: string; readonly port: number }>> = {
  postgresql: { title: 'PostgreSQL', port: 5432 },
  mysql: { title: 'MySQL / MariaDB', port: 3306 },
};
