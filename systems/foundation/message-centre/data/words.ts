/** What channels, states and reasons are called. */

export const channelTitles: Readonly<Record<string, string>> = {
  app: '站内',
  sms: '短信',
  voice: '语音电话',
  email: '邮件',
  webhook: '系统回调',
};

export const stateTitles: Readonly<Record<string, string>> = {
  waiting: '待发送',
  held: '免打扰，稍后发',
  sending: '发送中',
  sent: '已发出',
  delivered: '已送达',
  read: '已读',
  failed: '被拒收',
  dead: '多次失败，待处理',
  cancelled: '已取消',
};

export const batchTitles: Readonly<Record<string, string>> = {
  waiting: '待审批',
  refused: '未批准',
  withdrawn: '已撤回',
  sending: '发送中',
  done: '已完成',
  cancelled: '已停止',
};

export const urgencyTitles: Readonly<Record<string, string>> = {
  emergency: '应急',
  urgent: '加急',
  normal: '普通',
};
