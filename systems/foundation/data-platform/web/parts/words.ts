/** Words and sizes as people read them on the situation's pages. */
export const layerTitles: Readonly<Record<string, string>> = {
  raw: '原始层',
  standard: '标准层',
  subject: '主题层',
  served: '服务层',
};

/** Where what lies in a layer is listed. */
export const layerPaths: Readonly<Record<string, string>> = {
  raw: '/data-collection/datasets',
  standard: '/data-collection/datasets',
  subject: '/base-libraries',
  served: '/data-sharing',
};

export const freshTitles = {
  'on-time': { title: '按时', tone: 'green' },
  late: { title: '迟到', tone: 'yellow' },
  silent: { title: '中断', tone: 'red' },
  none: { title: '不定期', tone: 'grey' },
} as const;

export const outcomeTitles: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  served: { title: '已提供', tone: 'green' },
  empty: { title: '没有符合的行', tone: 'grey' },
  'over-quota': { title: '超过额度', tone: 'red' },
};

export const batchStates: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  loaded: { title: '已入库', tone: 'green' },
  unchanged: { title: '没有变化', tone: 'grey' },
  failed: { title: '失败', tone: 'red' },
  cancelled: { title: '已取消', tone: 'grey' },
};

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function bytesText(bytes: number | null): string {
  if (bytes === null) return '—';
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${size.toLocaleString('zh-CN', { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
}

export function countText(value: number | null): string {
  return value === null ? '—' : value.toLocaleString('zh-CN');
}

export function lateText(minutes: number | null): string {
  if (minutes === null) return '—';
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}小时` : `${Math.floor(hours / 24)}天`;
}
