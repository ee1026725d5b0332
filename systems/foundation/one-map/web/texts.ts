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

export function dayText(milliseconds: number): string {
  return new Date(milliseconds).toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai' });
}
