/** Words of links between platforms, with their colours. */

type Words = Readonly<Record<string, { readonly title: string; readonly tone: string }>>;

export const linkDirections: Words = {
  up: { title: '上级', tone: 'purple' },
  down: { title: '下级', tone: 'blue' },
};
export const linkStatuses: Words = {
  active: { title: '启用', tone: 'green' },
  suspended: { title: '暂停', tone: 'yellow' },
  closed: { title: '关闭', tone: 'grey' },
};
export const farStages: Words = {
  sent: { title: '已发出', tone: 'blue' },
  review: { title: '对方审核中', tone: 'blue' },
  answer: { title: '对方拒绝，可申诉', tone: 'red' },
  coordinate: { title: '争议协调中', tone: 'yellow' },
  authorised: { title: '已授权', tone: 'green' },
  refused: { title: '未共享', tone: 'red' },
  sealing: { title: '已同意，待三方用印', tone: 'blue' },
  withdrawing: { title: '撤回中', tone: 'yellow' },
  withdrawn: { title: '已撤回', tone: 'grey' },
  retracted: { title: '对方撤回同意', tone: 'red' },
  lapsed: { title: '已作废', tone: 'grey' },
};
/** In which a renewal that another platform was asked for has not been answered for good: whoever asked may still take it back. */
export const waitingStages: readonly string[] = ['sent', 'review', 'sealing'];
/** Why a link was brought into step. */
export const resyncReasons: Readonly<Record<string, string>> = {
  'by-hand': '手工同步',
  nightly: '每日核对',
  'queue-full': '待发报文过多',
  'peer-went-back': '对方曾从备份恢复',
  'we-went-back': '本平台曾从备份恢复',
  'story-differs': '两边的报文序列不一致',
  'other-machine': '对方更换了机器',
};
export const samenesses: Words = {
  same: { title: '相同', tone: 'green' },
  differ: { title: '不同', tone: 'yellow' },
  'only-here': { title: '只在本平台', tone: 'red' },
  'only-there': { title: '只在对方', tone: 'purple' },
};
export const objectKinds: Readonly<Record<string, string>> = {
  entry: '目录',
  request: '跨级申请',
  renewal: '续期申请',
  answer: '申请答复',
  doubt: '数据疑义',
  finding: '疑义答复',
  agreement: '共享合同',
  head: '凭证日志树根',
  rows: '数据',
};
