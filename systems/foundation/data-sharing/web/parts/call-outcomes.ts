/** How calls end, with the colour. */
export const callOutcomes: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  served: { title: '已提供', tone: 'green' },
  empty: { title: '没有符合的行', tone: 'grey' },
  'over-quota': { title: '超过额度', tone: 'red' },
};
