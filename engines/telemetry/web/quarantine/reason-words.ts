/** What the doors count and put aside, as operators read it. */
import { refusalTitles } from '../../errors.ts';

const words: Readonly<Record<string, string>> = {
  ...refusalTitles,
  good: '正常',
  stored: '已入库',
  duplicate: '重复',
  late: '迟到',
  refused: '拒收',
  'not-stored': '入库失败，待重发',
  'taken-again': '等待重收',
  'not-taken': '多次处理失败',
  history: '补传',
  // Of the connection.
  'broken-line': '连接异常断开',
  'too-many-connections': '连接数超限',
  'too-many-faults': '坏帧过多断开',
  'not-reading': '对方不收数据断开',
  silent: '一直无完整消息断开',
  idle: '长时间空闲断开',
  logout: '对方注销',
  overflow: '排队超限丢弃',
  // Of the sender.
  'wrong-key': '密钥不符',
  'not-authenticated': '未鉴权',
  'other-platform': '车辆不属于该平台',
  'session-refused': '单台设备连接数超限',
  'session-clean': '单台设备持久会话数超限，按清除会话处理',
  'wrong-topic': '主题越权或不识别',
  'wrong-subscription': '订阅越权',
  'legacy-device': '旧版设备编号',
  registration: '车辆注册信息',
  'clock-off': '设备时钟偏差',
  // Of the frame and what it says.
  'unknown-event': '物模型没有该事件',
  malformed: '内容无法解析',
  rubbish: '帧外杂字节',
  'bad-length': '长度不符',
  'too-long': '报文过长',
  'bad-checksum': '校验不符',
  'bad-tail': '帧尾不符',
  'bad-escape': '转义不符',
  'bad-header': '消息头不符',
  'bad-body': '消息体不符',
  'bad-packets': '分包不全或矛盾',
  'wrong-direction': '方向不符',
  'unknown-command': '未知命令',
  unsupported: '暂不支持的内容',
  'no-time': '没有时间',
  'no-place': '没有位置',
  // Of what the centre asked.
  'unasked-answer': '没有对应请求的应答',
  'request-done': '请求已完成',
  'request-refused': '请求被拒绝',
  'request-failed': '请求执行失败',
  'request-no-answer': '请求无应答',
};

/** A reason that is not here is shown as it is. */
export function reasonText(reason: string): string {
  return words[reason] ?? reason;
}
