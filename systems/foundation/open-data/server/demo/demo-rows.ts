/** Synthetic rows for the open sets of the demonstration; nothing in them was ever measured or permitted. */
import demo from './demo-open.json' with { type: 'json' };
import { LakeFields } from '../../../../../engines/lake/contract.ts';

/** A small generator whose numbers are the same on every machine. */
function drawer(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

const counties = ['颍州区', '颍东区', '颍泉区', '临泉县', '太和县', '阜南县', '颍上县', '界首市'];

function dayOf(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}

function pick(list: readonly string[], at: number): string {
  return list[at % list.length] ?? '';
}

/** Upper bounds of the levels (HJ 633). */
const levels = [
  [50, '优'],
  [100, '良'],
  [150, '轻度污染'],
  [200, '中度污染'],
] as const;

function air(): string {
  const draw = drawer(20_263);
  const lines = Array.from({ length: 60 }, (_, day) =>
    counties.map((county) => {
      const aqi = 28 + draw(60) + draw(60);
      const level = levels.find(([most]) => aqi <= most)?.[1] ?? '重度污染';
      const primary = aqi <= 50 ? '无' : pick(['细颗粒物', '臭氧', '可吸入颗粒物'], draw(3));
      return [dayOf('2026-09-20', day), county, aqi, level, primary, (aqi * 6 + draw(40)) / 10].join(',');
    }),
  );
  return `日期,县市区,空气质量指数,级别,首要污染物,PM2.5\n${lines.flat().join('\n')}\n`;
}

function food(): string {
  const draw = drawer(71);
  const lines = Array.from({ length: 600 }, (_, index) => {
    const issued = dayOf('2021-12-01', draw(1700));
    const trade = pick(
      ['餐饮服务经营者', '餐饮服务经营者', '食品销售经营者', '食品销售经营者', '单位食堂'],
      draw(5),
    );
    return [
      `JY2341200${String(index + 1).padStart(6, '0')}`,
      trade,
      pick(counties, draw(8)),
      pick(['A', 'A', 'B', 'B', 'B', 'C', 'D'], draw(7)),
      20 + draw(600),
      issued,
      dayOf(issued, 1825),
    ].join(',');
  });
  return `许可证编号,主体业态,县市区,风险等级,经营面积,发证日期,有效期至\n${lines.join('\n')}\n`;
}

function fairs(): string {
  const draw = drawer(5);
  const lines = Array.from({ length: 96 }, (_, index) => {
    const employers = 8 + draw(60);
    const themes = ['高校毕业生专场', '返乡农民工专场', '民营企业招聘周', '零工市场'];
    const at = dayOf('2026-01-06', index * 3);
    return [
      `ZP2026${String(index + 1).padStart(4, '0')}`,
      at,
      pick(counties, draw(8)),
      pick(themes, draw(4)),
      employers,
      employers * (2 + draw(5)),
    ].join(',');
  });
  return `场次编号,举办日期,县市区,主题,参加单位,达成意向\n${lines.join('\n')}\n`;
}

const rows: Readonly<Record<string, () => string>> = { air, food, fairs };

export const demoSets = demo.sets.map((each) => ({
  ...each,
  fields: LakeFields.parse(each.fields),
  csv: rows[each.rows] ?? air,
}));
