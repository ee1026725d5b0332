/** How a link stands, in one word with its colour. */
import type { LinkView } from '../../link-routes.ts';

export function stateOfLink(link: LinkView): { readonly title: string; readonly tone: string } {
  if (link.status === 'suspended')
    return { title: link.contactAt === null ? '未接通' : '已暂停', tone: 'grey' };
  if (link.otherAt !== null) return { title: '身份待核实', tone: 'red' };
  if (link.cutSince !== null) return { title: '中断', tone: 'red' };
  if (link.contactAt === null) return { title: '未接通', tone: 'grey' };
  if (link.silent) return { title: '久无往来', tone: 'yellow' };
  return { title: '连通', tone: 'green' };
}
