/** How a link to a platform above stands, in words. */
import { momentText } from '../../../../../ui/form/city-time.ts';
import { numberText } from '../../../../../ui/number-card.tsx';
import type { UplinkView } from '../../../../../engines/telemetry/contract.ts';

export function standingOf(link: Pick<UplinkView, 'enabled' | 'hasSecret' | 'status'>): {
  readonly title: string;
  readonly tone: string;
} {
  if (!link.enabled) return { title: '停用', tone: 'grey' };
  if (!link.hasSecret) return { title: '缺少密码', tone: 'yellow' };
  if (link.status === 'up') return { title: '连通', tone: 'green' };
  return link.status === 'down' ? { title: '中断', tone: 'red' } : { title: '等待连接', tone: 'grey' };
}

export function waitingText({ waiting, more }: Pick<UplinkView, 'waiting' | 'more'>): string {
  if (waiting === 0) return '没有';
  return `${numberText(waiting)} 条${more ? '以上' : ''}`;
}

export function reasonText(
  { reason, answer, failedAt }: Pick<UplinkView, 'reason' | 'answer' | 'failedAt'>,
  words: Readonly<Record<string, string>>,
): string {
  if (reason === null || failedAt === null) return '—';
  const said = answer === null || reason !== 'refused' ? '' : `：${answer}`;
  return `${words[reason] ?? reason}${said}（${momentText(failedAt)}）`;
}

/** Whether the other end has made its own link to us. */
export function subordinateText({
  subordinate,
  subSince,
}: Pick<UplinkView, 'subordinate' | 'subSince'>): string {
  if (!subordinate) return '没有设置';
  return subSince === null ? '未连回' : `自 ${momentText(subSince)}`;
}
