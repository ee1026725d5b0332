/** Words of complaints: what they are about, and what became of them, with the colour. */

export const complaintKinds: Readonly<Record<string, string>> = {
  quality: '数据质量',
  late: '交付延迟',
  differs: '与说明不符',
  billing: '结算有误',
};
export const complaintStates = {
  open: { title: '办理中', tone: 'yellow' },
  upheld: { title: '成立', tone: 'red' },
  rejected: { title: '不成立', tone: 'grey' },
  withdrawn: { title: '已撤回', tone: 'grey' },
} as const;
export type ComplaintState = keyof typeof complaintStates;
/** Endings of a complaint that was justified. */
export const complaintOutcomes: Readonly<Record<string, string>> = {
  refunded: '已退款',
  delisted: '产品已下架',
};
