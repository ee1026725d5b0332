import { existsSync, readFileSync } from 'node:fs';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaLevel, isAreaCode } from '../kernel/area.ts';
import { unifiedCreditCodeProblem } from '../kernel/check-characters.ts';
import { addTimeLimit, shanghaiInstant } from '../kernel/working-time.ts';
import { buildCityData } from '../scripts/build-city-data.ts';
import { createCalendar } from '../kernel/working-calendar.ts';
import { calendarDays, workingPeriods } from './calendar.ts';
import { countySlugs, departments, findDepartment, findDutyUnit, getDepartment } from './departments.ts';
import {
  childDivisions,
  cityCode,
  divisionFullName,
  divisions,
  divisionsUnder,
  findDivision,
} from './divisions.ts';
import { cityOutline, countyOutlines, isInCity, locateCounty, type Outline } from './outlines.ts';

const sharedOutlines = new URL(
  '../../shared/data/02-geo/boundary-wgs84-derived/fuyang-counties.geojson',
  import.meta.url,
);
const sharedDivisions = new URL('../../shared/data/01-divisions/', import.meta.url);

test('同样的软件包每次抽取出同样的数据文件', () => {
  for (const [name, content] of buildCityData()) {
    expect(readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8') === content, name).toBe(true);
  }
});

describe('行政区划', () => {
  test('1个市、8个县市区和2个功能区、170个乡镇街道、1974个村和社区', () => {
    const count = (level: string) => divisions.filter((division) => division.level === level).length;
    expect([count('city'), count('county'), count('town'), count('village')]).toEqual([1, 10, 170, 1974]);
    expect(divisions.filter(({ kind }) => kind === 'functional-area').map(({ code }) => code)).toEqual([
      '341271000000',
      '341272000000',
    ]);
    expect(divisions.filter(({ kind }) => kind === 'district').map(({ name }) => name)).toEqual([
      '颍州区',
      '颍东区',
      '颍泉区',
    ]);
    expect(divisions.filter(({ kind }) => kind === 'county-level-city').map(({ name }) => name)).toEqual([
      '界首市',
    ]);
  });

  test('代码都合法、不重复,上级都在', () => {
    expect(new Set(divisions.map(({ code }) => code)).size).toBe(divisions.length);
    for (const { code, level, parent } of divisions) {
      expect(isAreaCode(code)).toBe(true);
      expect(areaLevel(code)).toBe(level);
      if (code !== cityCode) expect(findDivision(parent ?? '')).toBeDefined();
    }
  });

  test.each([
    ['341202000000', 'ying zhou qu', 'yzq'],
    [cityCode, 'fu yang shi', 'fys'],
    ['341225209000', 'gao tai xiang', 'gtx'],
    ['341221102000', 'tong cheng zhen', 'tcz'],
    ['341221107000', 'shan qiao zhen', 'sqz'],
    ['341221106000', 'lv zhai zhen', 'lzz'],
  ])('%s 读作 %s', (code, pinyin, initials) => {
    expect(findDivision(code)).toMatchObject({ pinyin, initials });
  });

  test('读音有疑问的地名两种读法都能找到', () => {
    expect(findDivision('341204103000')).toMatchObject({
      name: '行流镇',
      pinyin: 'xing liu zhen',
      otherPinyin: 'hang liu zhen',
    });
  });

  test('每个名字的拼音一字一音', () => {
    for (const { name, pinyin } of divisions)
      expect(pinyin.split(' '), name).toHaveLength(Array.from(name).length);
    expect(divisions.filter(({ pinyin }) => !/^[a-z ]+$/.test(pinyin)).map(({ name }) => name)).toEqual([]);
  });

  test('能向下列出、向上写出全名', () => {
    expect(divisionFullName('341202002000')).toBe('颍州区文峰街道');
    expect(divisionFullName(cityCode)).toBe('阜阳市');
    expect(divisionFullName('110000000000')).toBe('');
    expect(childDivisions(cityCode)).toHaveLength(10);
    expect(divisionsUnder(cityCode)).toHaveLength(divisions.length - 1);
    expect(
      divisionsUnder('341272000000')
        .filter(({ level }) => level === 'town')
        .map(({ code }) => code),
    ).toEqual(['341272001000']);
    expect(divisionsUnder('不是代码')).toEqual([]);
  });

  test.skipIf(!existsSync(sharedDivisions))('与国家统计局数据的另一份副本一致(../shared 不在时跳过)', () => {
    for (const [file, level] of [
      ['streets', 'town'],
      ['villages', 'village'],
    ] as const) {
      const rows: { code: string; name: string }[] = JSON.parse(
        readFileSync(new URL(`fuyang-${file}.json`, sharedDivisions), 'utf8'),
      );
      const ours = new Map(
        divisions.filter((division) => division.level === level).map(({ code, name }) => [code, name]),
      );
      expect(ours).toEqual(new Map(rows.map(({ code, name }) => [code.padEnd(12, '0'), name])));
    }
  });
});

describe('边界', () => {
  test('全市约10118平方公里,各县相加等于全市', () => {
    expect(Math.abs(areaOf(cityOutline) / 10_118 - 1)).toBeLessThan(0.01);
    const sum = countyOutlines.reduce((total, outline) => total + areaOf(outline), 0);
    expect(Math.abs(sum - areaOf(cityOutline))).toBeLessThan(0.1);
    expect(countyOutlines).toHaveLength(8);
  });

  test.each([
    [115.8017, 32.8853, '341202000000', '颍州城区'],
    [115.627, 33.163, '341222000000', '太和县城'],
    [115.2547, 33.0441, '341221000000', '临泉县城'],
    [115.5882, 32.6634, '341225000000', '阜南县城'],
    [116.2518, 32.6555, '341226000000', '颍上县城'],
    [115.3652, 33.2614, '341282000000', '界首城区'],
  ])('(%d, %d) 在 %s,%s', (lon, lat, code) => {
    expect(locateCounty(lon, lat)).toBe(code);
    expect(isInCity(lon, lat)).toBe(true);
  });

  test('合肥、海上和不是数字的位置都不在市内', () => {
    for (const [lon, lat] of [
      [117.23, 31.82],
      [0, 0],
      [Number.NaN, 33],
      [32.9, 115.8],
      [Number.POSITIVE_INFINITY, 33],
    ] as const) {
      expect(locateCounty(lon, lat)).toBeUndefined();
      expect(isInCity(lon, lat)).toBe(false);
    }
  });

  test.skipIf(!existsSync(sharedOutlines))(
    '与另一来源的WGS84边界比较(../shared 不在时跳过),千分之五以内不同',
    () => {
      const other: { features: { id: string; geometry: Outline['geometry'] }[] } = JSON.parse(
        readFileSync(sharedOutlines, 'utf8'),
      );
      const [west, south, east, north] = cityOutline.bbox;
      let different = 0;
      const steps = 60;
      for (let column = 0; column < steps; column += 1) {
        for (let row = 0; row < steps; row += 1) {
          const lon = west + ((east - west) * (column + 0.5)) / steps;
          const lat = south + ((north - south) * (row + 0.5)) / steps;
          const theirs = other.features.find(({ geometry }) => booleanPointInPolygon([lon, lat], geometry));
          if (theirs?.id.padEnd(12, '0') !== locateCounty(lon, lat)) different += 1;
        }
      }
      expect(different / steps ** 2).toBeLessThan(0.005);
    },
  );

  test('每个标注点都在自己的县里', () => {
    for (const { id, properties } of countyOutlines)
      expect(locateCounty(...properties.center), properties.name).toBe(id);
  });

  test('市内任何一点最多属于一个县,属于某县就在市内', () => {
    const [west, south, east, north] = cityOutline.bbox;
    const longitude = fc.double({ min: west, max: east, noNaN: true });
    const latitude = fc.double({ min: south, max: north, noNaN: true });
    fc.assert(
      fc.property(longitude, latitude, (lon, lat) => {
        expect(locateCounty(lon, lat) !== undefined).toBe(isInCity(lon, lat));
      }),
    );
  });

  test('定位一个点平均不到20微秒', () => {
    const [west, south, east, north] = cityOutline.bbox;
    let found = 0;
    const started = performance.now();
    for (let index = 0; index < 10_000; index += 1) {
      const lon = west + ((east - west) * (index % 100)) / 100;
      const lat = south + ((north - south) * Math.floor(index / 100)) / 100;
      if (locateCounty(lon, lat) !== undefined) found += 1;
    }
    const microseconds = ((performance.now() - started) * 1000) / 10_000;
    expect(found).toBeGreaterThan(4_000);
    // Three times the aim, because the machine may be busy with other tests.
    expect(microseconds).toBeLessThan(60);
  });
});

describe('部门', () => {
  test('编号和信用代码不重复,代码校验通过且标明是合成的', () => {
    expect(new Set(departments.map(({ id }) => id)).size).toBe(departments.length);
    expect(new Set(departments.map(({ creditCode }) => creditCode)).size).toBe(departments.length);
    for (const department of departments) {
      expect(unifiedCreditCodeProblem(department.creditCode), department.name).toBeUndefined();
      expect(department.creditCodeKind).toBe('synthetic');
      expect(department.creditCode.slice(8, 10)).toBe('FY');
    }
  });

  test('每个乡镇街道和村居各有一个机关,名称不重,上级是所在县、乡镇的政府', () => {
    const local = departments.filter(({ kind }) => kind === 'town' || kind === 'village');
    expect(local).toHaveLength(170 + 1974);
    expect(new Set(departments.map(({ name }) => name)).size).toBe(departments.length);
    expect(new Set(departments.map(({ shortName }) => shortName)).size).toBe(departments.length);
    const town = findDepartment('town-341202100000');
    expect(town).toMatchObject({ shortName: '颍州区王店镇政府', parent: 'yingzhou-government' });
    expect(findDepartment('town-341202001000')?.name).toBe('颍州区鼓楼街道办事处');
    expect(findDepartment('village-341202001001')).toMatchObject({
      name: '颍州区鼓楼街道龙潭社区居委会',
      parent: 'town-341202001000',
    });
  });

  test('区划都存在,上级都存在且不成环', () => {
    for (const department of departments) {
      expect(findDivision(department.areaCode), department.name).toBeDefined();
      let steps = 0;
      for (let current = department.parent; current !== undefined; current = getDepartment(current).parent) {
        steps += 1;
        expect(steps).toBeLessThan(6);
      }
    }
  });

  test('十个县级单位都有城管要派遣的责任单位', () => {
    const duties =
      'government urban-management housing-construction transport water-resources gardens sanitation municipal-works ecology market-supervision traffic-police command-centre';
    for (const areaCode of Object.keys(countySlugs)) {
      for (const duty of duties.split(' '))
        expect(findDutyUnit(areaCode, duty)?.areaCode, duty).toBe(areaCode);
    }
    for (const duty of 'urban-management supervision-centre water-supply gas electricity heating telecommunication-a'.split(
      ' ',
    )) {
      expect(findDutyUnit(cityCode, duty)?.areaCode, duty).toBe(cityCode);
    }
    expect(findDepartment('yingzhou-government')?.name).toBe('颍州区人民政府');
    expect(findDepartment('economic-zone-government')?.name).toBe('阜阳经济技术开发区管理委员会');
    expect(findDepartment('yingzhou-ecology')?.name).toBe('阜阳市颍州区生态环境分局');
    expect(() => getDepartment('nowhere')).toThrow(RangeError);
    expect(findDutyUnit('110000000000', 'government')).toBeUndefined();
  });
});

describe('工作日历', () => {
  const calendar = createCalendar(calendarDays, workingPeriods);

  test.each([
    ['2026-10-01', false, '国庆'],
    ['2026-10-10', true, '国庆后调休上班的周六'],
    ['2026-02-14', true, '春节前调休上班的周六'],
    ['2026-02-23', false, '春节假期的周一'],
    ['2026-03-07', false, '普通周六'],
    ['2026-03-09', true, '普通周一'],
    ['2020-01-31', false, '2020年延长的春节假期'],
  ])('%s 上班吗:%s(%s)', (date, working) => {
    expect(calendar.isWorkingDay(date)).toBe(working);
  });

  test('2026年有248个工作日,之后的节假日未知', () => {
    let days = 0;
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
      if (calendar.isWorkingDay(new Date(at).toISOString().slice(0, 10))) days += 1;
    }
    expect(days).toBe(248);
    expect(calendar.knownUntil).toBe('2026-12-31');
    expect(createCalendar([], workingPeriods).knownUntil).toBe('0000-00-00');
  });

  test('9月28日起20个工作日到10月30日', () => {
    const due = addTimeLimit(calendar, shanghaiInstant('2026-09-28', '10:00'), {
      amount: 20,
      unit: 'work-day',
    });
    expect(due).toEqual(shanghaiInstant('2026-10-30', '10:00'));
  });
});

/** Square kilometres on the sphere of equal area (radius 6371.0072 km). */
function areaOf(outline: Outline): number {
  const radians = Math.PI / 180;
  let sum = 0;
  for (const ring of outline.geometry.coordinates.flat()) {
    for (let index = 0; index + 1 < ring.length; index += 1) {
      const [fromLon = 0, fromLat = 0] = ring[index] ?? [];
      const [toLon = 0, toLat = 0] = ring[index + 1] ?? [];
      sum += (toLon - fromLon) * radians * (2 + Math.sin(fromLat * radians) + Math.sin(toLat * radians));
    }
  }
  return (Math.abs(sum) * 6371.0072 ** 2) / 2;
}
