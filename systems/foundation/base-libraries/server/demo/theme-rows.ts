/** Synthetic rows behind the theme marts and the libraries of land, licences and video; nothing in them exists. */
import demo from './demo-libraries.json' with { type: 'json' };
import { csv, drawer, pick } from './demo-rows.ts';

const counties = [...new Set(demo.areas.map((code) => `${code.slice(0, 6)}000000`))];
const area = (index: number) => pick(demo.areas, (index * 5) % 11);
const two = (value: number) => String(value).padStart(2, '0');
const dayOf = (index: number, years: readonly number[]) =>
  `${years[index % years.length] ?? 2026}-${two(1 + (index % 12))}-${two(1 + ((index * 7) % 28))}`;

function penaltyFile(firms: readonly string[]): string {
  const reasons = ['虚假宣传', '超范围经营', '未按规定公示年报', '计量器具未检定'];
  const punished = firms.filter((_, index) => index % 9 === 4);
  return csv(
    '决定书文号,统一社会信用代码,违法事由,罚没金额（元）,决定日期',
    punished.flatMap((code, index) =>
      Array.from({ length: 1 + (index % 3) }, (_, nth) => [
        `阜市监罚〔演示〕${index + 1}-${nth + 1}号`,
        code,
        pick(reasons, index + nth),
        500 * (1 + ((index + nth) % 20)),
        dayOf(index + nth * 5, [2021, 2022, 2024, 2025, 2026]),
      ]),
    ),
  );
}

function caseFile(): string {
  const draw = drawer(515);
  const departments = ['市市场监管局', '市人社局', '市自然资源和规划局', '市公安局', '市税务局'];
  return csv(
    '办件编号,办理部门,事项,渠道,受理日期,承诺日期,办结日期',
    Array.from({ length: 600 }, (_, index) => {
      const [month, day] = [1 + (index % 10), 1 + draw(20)];
      const used = draw(9);
      return [
        `BJ-演示-${index + 1}`,
        pick(departments, draw(5)),
        pick(['设立登记', '参保登记', '不动产查询', '居住证', '开具证明'], draw(5)),
        draw(3) === 0 ? '窗口' : '网上',
        `2026-${two(month)}-${two(day)}`,
        `2026-${two(month)}-${two(day + 7)}`,
        used === 8 && index % 4 === 0 ? '' : `2026-${two(month)}-${two(day + used)}`,
      ];
    }),
  );
}

function flowFile(): string {
  const draw = drawer(88);
  const roads = ['颍州中路', '清河东路', '人民东路', '颍河西路', '阜王路', '淮河路'];
  return csv(
    '断面编号,日期,道路,流量（辆）,平均车速（km/h）,自由流车速（km/h）',
    Array.from({ length: 18 }, (_, section) =>
      Array.from({ length: 14 }, (__, day) => [
        `DM${two(section + 1)}`,
        `2026-11-${two(day + 1)}`,
        pick(roads, section),
        6000 + draw(18_000),
        22 + draw(20),
        50,
      ]),
    ).flat(),
  );
}

function venueFile(): string {
  const draw = drawer(61);
  const kinds = ['图书馆', '文化馆', '博物馆', '美术馆'];
  return csv(
    '场馆编号,月份,场馆名称,县区,类别,接待人次',
    counties.flatMap((county, place) =>
      kinds
        .slice(0, 3 + (place % 2))
        .flatMap((kind, nth) =>
          Array.from({ length: 10 }, (_, month) => [
            `${county.slice(0, 6)}-${nth + 1}`,
            `2026-${two(month + 1)}`,
            `演示${kind}${place + 1}`,
            county,
            kind,
            800 + draw(9000),
          ]),
        ),
    ),
  );
}

const parcel = (index: number) =>
  `${area(index).slice(0, 9)}${two(1 + (index % 4))}GB${String(index).padStart(5, '0')}`;

function landFiles(): Readonly<Record<string, string>> {
  const uses = ['城镇住宅用地', '工业用地', '商业服务业用地', '水田', '公园与绿地'];
  const size = (index: number) => 800 + ((index * 977) % 40_000);
  const all = Array.from({ length: 320 }, (_, index) => index);
  return {
    'land-parcels': csv(
      '宗地代码,坐落,地类,区划代码,面积（㎡）,调查日期',
      all.map((index) => [
        parcel(index),
        `演示路${index + 1}号`,
        pick(uses, index),
        area(index),
        size(index),
        dayOf(index, [2019, 2023]),
      ]),
    ),
    'land-registrations': csv(
      '宗地代码,权利类型,登记面积（㎡）,登记日期',
      all
        .filter((index) => index % 5 !== 2)
        .map((index) => [
          parcel(index),
          pick(['国有建设用地使用权', '集体土地所有权', '宅基地使用权'], index),
          index % 23 === 0 ? size(index) + 12 : size(index),
          dayOf(index, [2020, 2024]),
        ]),
    ),
  };
}

function licenceFiles(firms: readonly string[]): Readonly<Record<string, string>> {
  const kinds = ['营业执照', '食品经营许可证', '排污许可证', '道路运输经营许可证'];
  const held = firms.slice(0, 400);
  const id = (index: number) => `1.2.156.3005.2.1134120000.演示.${String(index).padStart(6, '0')}`;
  return {
    'licence-index': csv(
      '证照标识,证照类型,持证主体代码,颁发机构,颁发日期,有效期至,区划代码',
      held.map((code, index) => [
        id(index),
        pick(kinds, index),
        code,
        pick(['市市场监管局', '市生态环境局', '市交通运输局'], index),
        dayOf(index, [2022, 2024, 2025]),
        index % 4 === 0 ? '' : dayOf(index, [2026, 2027, 2029]),
        area(index),
      ]),
    ),
    'licence-ends': csv(
      '证照标识,注销日期',
      held.flatMap((_, index) => (index % 17 === 3 ? [[id(index), dayOf(index, [2026])]] : [])),
    ),
  };
}

function cameraFiles(): Readonly<Record<string, string>> {
  const camera = (index: number) => `${area(index).slice(0, 8)}001320${String(index).padStart(6, '0')}`;
  const all = Array.from({ length: 260 }, (_, index) => index);
  return {
    'police-cameras': csv(
      '国标编码,点位名称,点位类别,区划代码,录像保存（天）,核查日期',
      all
        .filter((index) => index % 6 !== 5)
        .map((index) => [
          camera(index),
          `演示路口${index + 1}`,
          pick(['一类点', '二类点', '三类点'], index),
          area(index),
          index % 9 === 0 ? 15 : 30,
          dayOf(index, [2025, 2026]),
        ]),
    ),
    'road-cameras': csv(
      '国标编码,点位名称,区划代码,状态,核查日期',
      all
        .filter((index) => index % 4 === 1 || index % 6 === 5)
        .map((index) => [
          camera(index),
          `演示路口${index + 1}${index % 10 === 1 ? '（东）' : ''}`,
          area(index),
          index % 29 === 0 ? '拆除' : '在用',
          dayOf(index, [2026]),
        ]),
    ),
  };
}

export function themeFiles(firms: readonly string[]): Readonly<Record<string, string>> {
  return {
    'market-penalties': penaltyFile(firms),
    'service-cases': caseFile(),
    'traffic-flows': flowFile(),
    'culture-venues': venueFile(),
    ...landFiles(),
    ...licenceFiles(firms),
    ...cameraFiles(),
  };
}
