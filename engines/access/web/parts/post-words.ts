/** The words for kinds of posts, ways of signing in and states of requests. */

export const postKinds: Readonly<Record<string, string>> = {
  main: '主岗',
  concurrent: '兼任',
  secondment: '借调',
  'break-glass': '应急',
};

export const factorTitles: Readonly<Record<string, string>> = {
  password: '密码',
  totp: '密码＋动态口令',
  passkey: '密码＋通行密钥',
  recovery: '密码＋恢复码',
  local: '系统',
};

export const requestStates = {
  waiting: '待批准',
  approved: '已批准',
  refused: '未批准',
  used: '已使用',
} as const;

export const requestTones = {
  waiting: 'yellow',
  approved: 'green',
  refused: 'red',
  used: 'grey',
} as const;
