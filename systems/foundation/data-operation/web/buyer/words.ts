/** Words and amounts of a firm's pages. */

export const orderStates = {
  open: { title: '等待答复', tone: 'blue' },
  subscribed: { title: '已订阅', tone: 'green' },
  refused: { title: '未同意', tone: 'red' },
  lapsed: { title: '逾期未答复', tone: 'grey' },
  withdrawn: { title: '撤回', tone: 'grey' },
} as const;

export const billTones = {
  sent: 'blue',
  confirmed: 'green',
  deemed: 'green',
  disputed: 'yellow',
  settled: 'grey',
} as const;

/** From 分. */
export function yuanText(amount: number): string {
  return (amount / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 });
}

export function priceText(of: { readonly pricing: string; readonly price: number }): string {
  return `${yuanText(of.price)}元／${of.pricing === 'month' ? '月' : '次'}`;
}

export function quantityText(of: { readonly pricing: string; readonly quantity: number }): string {
  if (of.pricing === 'refund') return '退款';
  return `${of.quantity}${of.pricing === 'month' ? '个月' : '次'}`;
}
