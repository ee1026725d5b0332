/** Where a contract stands, with the colour. */
export const agreementStatuses: Readonly<Record<string, { readonly title: string; readonly tone: string }>> =
  {
    pending: { title: '待签署', tone: 'blue' },
    active: { title: '有效', tone: 'green' },
    suspended: { title: '暂停', tone: 'yellow' },
    expired: { title: '到期', tone: 'grey' },
    ended: { title: '已终止', tone: 'grey' },
    revoked: { title: '撤销', tone: 'red' },
  };

/** Nothing goes out under it any more, and what went out is taken back where that can be done. */
export function isOver(status: string): boolean {
  return status === 'expired' || status === 'ended' || status === 'revoked';
}
