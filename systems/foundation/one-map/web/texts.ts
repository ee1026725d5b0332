/** Numbers of the map as people read them. Pure. */

export function countText(value: number): string {
  return value.toLocaleString('zh-CN', { maximumFractionDigits: 2 });
}

export function areaText(squareMetres: number): string {
  return squareMetres >= 1_000_000
    ? `${countText(squareMetres / 1_000_000)} 平方公里`
    : `${countText(squareMetres)} ㎡`;
}

export function lengthText(metres: number): string {
  return metres >= 10_000 ? `${countText(metres / 1000)} 公里` : `${countText(metres)} 米`;
}

/** '45 秒', '12 分钟', '1 小时 5 分钟'. */
export function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} 秒`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} 分钟`;
  return minutes % 60 === 0 ? `${hours} 小时` : `${hours} 小时 ${minutes % 60} 分钟`;
}

export function dayText(milliseconds: number): string {
  return new Date(milliseconds).toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' });
}
