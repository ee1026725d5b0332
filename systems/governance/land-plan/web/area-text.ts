/** An area in both measures that people of the trade use. Pure. */

const squareMetresAMu = 10_000 / 15;

export function areaText(squareMetres: number): string {
  const metres = squareMetres.toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const mu = (squareMetres / squareMetresAMu).toLocaleString('zh-CN', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return `${metres} ㎡（${mu} 亩）`;
}
