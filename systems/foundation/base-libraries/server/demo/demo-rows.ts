/** Synthetic rows of the departments behind the base libraries, with disagreements and flaws on purpose; nobody in them exists. */
import { completeIdCard, completeUnifiedCreditCode } from '../../../../../kernel/check-characters.ts';
import demo from './demo-libraries.json' with { type: 'json' };

/** A small generator whose numbers are the same on every machine. */
export function drawer(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

export const pick = (list: readonly string[], index: number) => list[index % list.length] ?? '';
export const csv = (head: string, lines: readonly (readonly (string | number)[])[]) =>
  `${[head, ...lines.map((line) => line.join(','))].join('\n')}\n`;
const area = (index: number) => pick(demo.areas, (index * 7) % 13);

export interface DemoPerson {
  readonly number: string;
  readonly name: string;
}

/** Children and the old, who pay no insurance. */
export function morePeople(): readonly DemoPerson[] {
  const draw = drawer(4242);
  return Array.from({ length: 220 }, (_, index) => {
    const year = index % 2 === 0 ? 2012 + draw(10) : 1932 + draw(18);
    const born = `${year}${String(1 + draw(12)).padStart(2, '0')}${String(1 + draw(28)).padStart(2, '0')}`;
    return {
      number: completeIdCard(`341221${born}${String(100 + index).padStart(3, '0')}`),
      name: `${pick(demo.surnames, draw(10))}${pick(demo.given, draw(10))}`,
    };
  });
}

const bornOn = (number: string) => `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
const sexOf = (number: string) => (Number(number[16]) % 2 === 1 ? '男' : '女');

const otherSex = (number: string) => (sexOf(number) === '男' ? '女' : '男');

/** As sheets have it: small x, fifteen digits of the old card, full width, blanks between groups. */
function written(number: string, index: number): string {
  if (index % 41 === 0) return number.toLowerCase();
  if (index % 43 === 0 && number.slice(6, 8) === '19') return `${number.slice(0, 6)}${number.slice(8, 17)}`;
  if (index % 47 === 0)
    return number.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  if (index % 53 === 0) return `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`;
  if (index % 97 === 0) return `${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}`;
  return number;
}

export function personFiles(people: readonly DemoPerson[]): Readonly<Record<string, string>> {
  const some = (every: number, offset = 0) =>
    people.map((person, index) => ({ ...person, index })).filter(({ index }) => index % every === offset);
  return {
    'police-households': csv(
      '公民身份号码,姓名,性别,出生日期,民族,区划代码,住址,登记日期,户口状态',
      people
        .map((person, index) => ({ ...person, index }))
        .filter(({ index }) => index % 29 !== 0)
        .map(({ number, name, index }) => [
          number,
          name,
          sexOf(number) === '男' ? 1 : 2,
          bornOn(number),
          index % 60 === 0 ? '回族' : '汉族',
          area(index),
          `安徽省阜阳市演示路${1 + (index % 300)}号`,
          `201${index % 10}-06-01`,
          index % 131 === 7 ? '注销' : '正常',
        ]),
    ),
    'health-residents': csv(
      '档案编号,身份证号,姓名,性别,联系电话,居住区划,更新日期',
      people
        .map((person, index) => ({ ...person, index }))
        .filter(({ index }) => index % 10 < 7)
        .map(({ number, name, index }) => [
          `JK${String(index).padStart(6, '0')}`,
          written(number, index),
          index % 37 === 0 ? `${name.slice(0, 1)}${pick(demo.given, index + 3)}` : name,
          index % 101 === 0 ? otherSex(number) : sexOf(number),
          `139${String((index * 7919) % 100_000_000).padStart(8, '0')}`,
          index % 11 === 0 ? area(index + 5) : area(index),
          `202${index % 6}-03-15`,
        ]),
    ),
    'civil-marriages': csv(
      '身份证号,姓名,婚姻状况,登记日期',
      some(2).map(({ number, name, index }) => [
        number,
        name,
        pick(['20', '20', '20', '40', '30'], index / 2),
        `201${index % 10}-05-20`,
      ]),
    ),
    'civil-deaths': csv(
      '身份证号,姓名,死亡日期',
      some(37, 5).map(({ number, name, index }) => [number, name, `2026-0${1 + (index % 9)}-08`]),
    ),
    'civil-subsistence': csv(
      '身份证号,姓名,保障类别,月保障金额,批准日期,有效期至',
      some(13, 5).map(({ number, name, index }) => [
        number,
        name,
        pick(['A类', 'B类', 'C类'], index),
        420 + (index % 5) * 60,
        '2026-01-01',
        index % 4 === 0 ? '2026-06-30' : '2027-06-30',
      ]),
    ),
  };
}

export interface DemoFirm {
  readonly code: string;
  readonly name: string;
  readonly status: string;
}

function registered(prefix: string, count: number, nameOf: (index: number) => string) {
  return Array.from({ length: count }, (_, index) => [
    completeUnifiedCreditCode(`${prefix}341200MJ${String(index).padStart(6, '0')}`),
    nameOf(index),
    `${pick(demo.surnames, index * 3)}${pick(demo.given, index)}`,
    `200${index % 10}-09-01`,
    index % 19 === 3 ? '注销' : '存续',
    area(index),
  ]);
}

export function firmFiles(firms: readonly DemoFirm[]): Readonly<Record<string, string>> {
  const payers = firms.map((firm, index) => ({ ...firm, index })).filter(({ index }) => index % 10 < 8);
  return {
    'civil-organisations': csv(
      '统一社会信用代码,名称,法定代表人,成立日期,状态,区划代码',
      registered('51', 90, (index) => `阜阳市${pick(demo.given, index)}志愿服务协会${index + 1}（演示）`),
    ),
    'staffing-units': csv(
      '统一社会信用代码,名称,负责人,设立日期,状态,区划代码',
      registered('12', 60, (index) => `阜阳市第${index + 1}实验学校（演示）`),
    ),
    'tax-payers': csv(
      '统一社会信用代码,纳税人名称,法定代表人,行业,纳税人状态,上年实缴税款（万元）,更新日期',
      payers.map(({ code, name, status, index }) => [
        code,
        index % 71 === 0 ? name.replace('有限公司', '有限责任公司') : name,
        `${pick(demo.surnames, index)}${pick(demo.given, index * 3)}`,
        pick(demo.trades, index),
        index % 83 === 0 || status === '注销' ? '注销' : '正常',
        index % 17 === 0 ? 500 + (index % 900) : (index * 13) % 480,
        `2026-0${1 + (index % 9)}-10`,
      ]),
    ),
  };
}

/** Two releases of most figures: 快报 first, then 核定; years and counties. */
export function figureFile(): string {
  const draw = drawer(2026);
  const counties = ['341200000000', ...new Set(demo.areas.map((code) => `${code.slice(0, 6)}000000`))];
  const lines = demo.indicators.flatMap(({ code, title, unit, low, wide }) =>
    counties.flatMap((county, place) =>
      [2022, 2023, 2024, 2025].flatMap((year) => {
        const first = low + draw(wide * 10) / 10;
        const base = place === 0 && unit === '亿元' ? first * 6 : first;
        const early = [code, title, county, year, unit, base.toFixed(1), '快报', `${year + 1}-01-25`];
        const final = [
          code,
          title,
          county,
          year,
          unit,
          (base * 1.012).toFixed(1),
          '核定',
          `${year + 1}-09-20`,
        ];
        return year === 2025 ? [early] : [early, final];
      }),
    ),
  );
  return csv('指标代码,指标名称,地区代码,时期,计量单位,数值,版本,发布日期', lines);
}
