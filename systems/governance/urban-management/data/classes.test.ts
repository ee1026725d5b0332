/** The class tables hold exactly what the standard counts, with the gaps that the source has. */
import { describe, expect, it } from 'vitest';
import { componentTable, findComponentClass, getComponentClass } from './components.ts';
import { findMatterClass, getMatterClass, matterTable } from './matters.ts';
import { findOldCode, getOldCode, oldCodeTable } from './old-codes.ts';

function countByGroup(rows: readonly { readonly group: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row.group] = (counts[row.group] ?? 0) + 1;
  return counts;
}

/** Numbers missing between 001 and the highest class of each group. */
function findGaps(codes: readonly string[]): string[] {
  const present = new Set(codes);
  const gaps: string[] = [];
  for (const group of new Set(codes.map((code) => code.slice(0, 2)))) {
    const last = Math.max(
      ...codes.filter((code) => code.startsWith(group)).map((code) => Number(code.slice(2))),
    );
    for (let number = 1; number < last; number += 1) {
      const code = group + String(number).padStart(3, '0');
      if (!present.has(code)) gaps.push(code);
    }
  }
  return gaps;
}

describe('管理部件', () => {
  it('5 大类 153 小类,各大类数量与标准一致', () => {
    expect(componentTable.rows).toHaveLength(153);
    expect(countByGroup(componentTable.rows)).toEqual({ '01': 76, '02': 44, '03': 16, '04': 14, '05': 3 });
    expect(componentTable.groups.map((group) => group.code)).toEqual(['01', '02', '03', '04', '05']);
  });

  it('代码为 2+3 位,代码与名称都不重复,大类名称一致', () => {
    for (const row of componentTable.rows) {
      expect(row.code).toMatch(/^0[1-5]\d{3}$/);
      expect(row.group).toBe(row.code.slice(0, 2));
      expect(componentTable.groups).toContainEqual({ code: row.group, name: row.groupName });
    }
    expect(new Set(componentTable.rows.map((row) => row.code)).size).toBe(153);
    expect(new Set(componentTable.rows.map((row) => row.name)).size).toBe(153);
  });

  it('编号空缺与来源一致,不擅自补号', () => {
    const gaps = ['01016', '05001', '05004', '05005', '05006', '05007', '05008'];
    expect(findGaps(componentTable.rows.map((row) => row.code))).toEqual(gaps);
    expect(componentTable.gaps).toEqual(gaps);
  });

  it('按代码查小类:有则给出,没有则说明', () => {
    expect(getComponentClass('01002').name).toBe('污水井盖');
    expect(findComponentClass('01016')).toBeUndefined();
    expect(() => getComponentClass('99999')).toThrow('管理部件分类中没有代码“99999”');
  });
});

describe('管理事项', () => {
  it('10 大类 250 小类,各大类数量与标准一致', () => {
    expect(matterTable.rows).toHaveLength(250);
    const counts = {
      '01': 76,
      '02': 44,
      '03': 16,
      '04': 14,
      '05': 3,
      '06': 51,
      '07': 7,
      '08': 16,
      '09': 21,
      '10': 2,
    };
    expect(countByGroup(matterTable.rows)).toEqual(counts);
    expect(matterTable.groups).toHaveLength(10);
  });

  it('01–05 大类是 153 个部件的“异常”,06–10 大类不指向部件', () => {
    const ofComponents = matterTable.rows.filter((row) => row.component !== null);
    expect(ofComponents).toHaveLength(153);
    for (const row of ofComponents) {
      expect(row.component).toBe(row.code);
      expect(row.name).toBe(`${getComponentClass(row.code).name}异常`);
    }
    expect(matterTable.rows.filter((row) => row.code >= '06').every((row) => row.component === null)).toBe(
      true,
    );
  });

  it('代码不重复,编号空缺与来源一致', () => {
    expect(new Set(matterTable.rows.map((row) => row.code)).size).toBe(250);
    expect(new Set(matterTable.rows.map((row) => row.name)).size).toBe(250);
    const gaps = findGaps(matterTable.rows.map((row) => row.code));
    expect(gaps).toEqual([...componentTable.gaps, '06031', '07005', '09007']);
    expect(matterTable.gaps).toEqual(gaps);
  });

  it('按代码查小类', () => {
    expect(getMatterClass('06037').name).toBe('动物尸体');
    expect(getMatterClass('10002').name).toBe('架空线缆脱落');
    expect(findMatterClass('06031')).toBeUndefined();
  });
});

describe('旧版事件代码', () => {
  it('2007 年标准 5 大类 54 个代码各有一行', () => {
    expect(countByGroup(oldCodeTable.rows)).toEqual({ '01': 19, '02': 5, '03': 6, '04': 10, '05': 14 });
    expect(new Set(oldCodeTable.rows.map((row) => row.code)).size).toBe(54);
  });

  it('对照到的新小类都存在;没有对应的为空,不硬凑', () => {
    for (const row of oldCodeTable.rows) {
      expect(row.matter === null).toBe(row.closeness === 'none');
      for (const matter of [...row.candidates, ...(row.matter === null ? [] : [row.matter])])
        expect(findMatterClass(matter), `${row.code} → ${matter}`).toBeDefined();
      if (row.name === '其他') expect(row.matter).toBeNull();
    }
    expect(getOldCode('0102').matter).toBe('06010');
    expect(getOldCode('0403')).toMatchObject({ matter: null, candidates: ['01057', '01049'] });
    expect(findOldCode('0198')).toBeUndefined();
  });
});
