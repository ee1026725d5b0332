/** Moments as people of the city read them: Asia/Shanghai, in the official forms. Pure. */

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Wall clock of the city without a zone, 'YYYY-MM-DDTHH:mm:ss'; '' for what is no moment. */
export function dateInCity(moment: string | Date): string {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return '';
  const found = Object.fromEntries(parts.formatToParts(at).map((part) => [part.type, part.value]));
  return `${found['year']}-${found['month']}-${found['day']}T${found['hour']}:${found['minute']}:${found['second']}`;
}

/** The instant of a wall clock of the city (UTC+8 all year since 1991). */
export function momentFromCity(wallClock: string): string {
  return new Date(`${wallClock}+08:00`).toISOString();
}

/** '2026-11-23 14:05'; '—' when there is none. */
export function momentText(moment: string | null | undefined): string {
  const text = moment ? dateInCity(moment) : '';
  return text === '' ? '—' : text.slice(0, 16).replace('T', ' ');
}

/** '2026年11月23日', as official documents write it. */
export function officialDate(date: string | Date | null | undefined): string {
  if (!date) return '—';
  const text = typeof date === 'string' && date.length === 10 ? date : dateInCity(date);
  const [year, month, day] = text.slice(0, 10).split('-');
  return day === undefined ? '—' : `${year}年${Number(month)}月${Number(day)}日`;
}

/** '3 天 4 小时', '25 分钟'; the two largest units. */
export function durationText(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return '—';
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  if (minutes < 1) return '不到 1 分钟';
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`;
  if (hours > 0) return rest > 0 ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`;
  return `${rest} 分钟`;
}
