/** Why a link to a platform above is down, as people read it. */

export const uplinkReasons = {
  'no-secret': '没有设定密码',
  'no-keys': '要求加密，没有设定加密参数',
  'wrong-identity': '接入码或用户名超出协议能表示的范围',
  'unknown-host': '找不到对方的主机名',
  'forbidden-address': '对方地址不允许连接',
  unreachable: '连不上对方的地址和端口',
  'no-answer': '对方没有按时应答',
  refused: '对方拒绝登录',
  closed: '对方断开了连接',
  closing: '对方通知关闭链路',
  'not-reading': '对方不读数据',
  failed: '本平台内部出错，已记入日志',
} as const;

export type UplinkReason = keyof typeof uplinkReasons;
