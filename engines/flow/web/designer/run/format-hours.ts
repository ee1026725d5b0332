/** Working milliseconds in words: '2.5 小时', '3 天' of eight working hours. */
export function formatHours(milliseconds: number | null): string {
  if (milliseconds === null) return '—';
  const hours = milliseconds / 3_600_000;
  if (hours < 1) return `${Math.round(hours * 60)} 分钟`;
  return hours < 16 ? `${hours.toFixed(1)} 小时` : `${(hours / 8).toFixed(1)} 天`;
}
