/** Synthetic rows of three departments, with flaws on purpose; nobody in them exists. */
import { completeIdCard, completeUnifiedCreditCode } from '../../../../../kernel/check-characters.ts';
import { LakeFields } from '../../../../../engines/lake/contract.ts';
import demo from './demo-datasets.json' with { type: 'json' };

export const demoPeople = demo.people;

/** A small generator whose numbers are the same on every machine. */
function drawer(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

const { surnames, given, towns, trades } = demo.words;

function pick(list: readonly string[], index: number): string {
  return list[index] ?? list[0] ?? '';
}

function day(draw: (most: number) => number, from: number, years: number): string {
  const at = new Date(Date.UTC(from + draw(years), draw(12), 1 + draw(28)));
  return at.toISOString().slice(0, 10);
}

function firms(): string {
  const draw = drawer(20_261);
  const lines = Array.from({ length: 1200 }, (_, index) => {
    const serial = `MA2${index.toString(10).padStart(5, '0')}`;
    const code = completeUnifiedCreditCode(`91341200${serial}`);
    const broken = index % 97 === 5 ? `${code.slice(0, 17)}${code.endsWith('1') ? '2' : '1'}` : code;
    const founded = index % 113 === 7 ? '1900-01-01' : day(draw, 2001, 25);
    const name = `阜阳市${pick(towns, draw(towns.length))}${pick(trades, draw(trades.length))}${index + 1}号有限公司（演示）`;
    return [
      broken,
      name,
      String(10 + draw(9000)),
      founded,
      draw(9) === 0 ? '注销' : '存续',
      pick(towns, draw(towns.length)),
    ].join(',');
  });
  return `统一社会信用代码,企业名称,注册资本（万元）,成立日期,经营状态,所在乡镇\n${lines.join('\n')}\n`;
}

function insured(): string {
  const draw = drawer(7331);
  const lines = Array.from({ length: 900 }, (_, index) => {
    const born = day(draw, 1962, 40).replaceAll('-', '');
    const card = completeIdCard(`341202${born}${String(index % 1000).padStart(3, '0')}`);
    const cell = index % 131 === 3 ? '3.41202E+17' : card;
    const name = `${pick(surnames, draw(surnames.length))}${pick(given, draw(given.length))}`;
    const month = `2026-${String(1 + draw(10)).padStart(2, '0')}`;
    return [
      cell,
      index % 149 === 9 ? '' : name,
      draw(3) === 0 ? '职工' : '居民',
      month,
      String(300 + draw(2000)),
    ].join(',');
  });
  return `身份证号,姓名,参保类型,缴费月份,缴费金额\n${lines.join('\n')}\n`;
}

function permits(): string {
  const draw = drawer(99);
  const lines = Array.from({ length: 400 }, (_, index) => {
    const code = completeUnifiedCreditCode(`91341200MA2${String(draw(1200)).padStart(5, '0')}`);
    return [
      `皖K排${String(index + 1).padStart(5, '0')}`,
      code,
      pick(['COD', '氨氮', '二氧化硫', '颗粒物'], draw(4)),
      String(draw(500) / 10),
      day(draw, 2027, 4),
    ].join(',');
  });
  return `许可证编号,统一社会信用代码,主要污染物,许可排放量（吨）,有效期至\n${lines.join('\n')}\n`;
}

const rows: Readonly<Record<string, () => string>> = { firms, insured, permits };

export const demoDatasets = demo.datasets.map((each) => ({
  ...each,
  fields: LakeFields.parse(each.fields),
  csv: rows[each.rows] ?? firms,
}));
