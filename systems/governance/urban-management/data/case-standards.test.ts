/** Every matter class can be filed, handled and closed by a standard that an official would sign. */
import { describe, expect, it } from 'vitest';
import type { TimeLimit } from '../../../../kernel/working-time.ts';
import { caseStandardTable, getCaseStandard, listCaseStandards } from './case-standards.ts';
import { dutyRoleTable, findDutyRole, getDutyRole } from './duty-roles.ts';
import { getLinkLimit, linkLimitTable } from './link-limits.ts';
import { findMatterClass, matterTable } from './matters.ts';

const units = ['urgent-hour', 'work-hour', 'work-day', 'natural-day'];

/** Rough working hours, to compare limits of different units. */
function toHours(limit: TimeLimit): number {
  return limit.amount * (limit.unit === 'work-day' ? 8 : limit.unit === 'natural-day' ? 24 : 1);
}

describe('立案、处置、结案标准', () => {
  it('250 个小类每类至少一条', () => {
    const missing = matterTable.rows.filter((row) => listCaseStandards(row.code).length === 0);
    expect(missing.map((row) => row.name)).toEqual([]);
    expect(caseStandardTable.rows).toHaveLength(340);
  });

  it('每一条的小类、责任角色、类别、时限都有据可查', () => {
    const families = new Set(caseStandardTable.families.map((family) => family.code));
    for (const row of caseStandardTable.rows) {
      expect(findMatterClass(row.matter), row.id).toBeDefined();
      expect(row.id).toMatch(new RegExp(`^${row.matter}-\\d$`));
      expect(findDutyRole(row.dutyRole), row.id).toBeDefined();
      expect(families.has(row.family), row.id).toBe(true);
      expect(['urgent', 'normal']).toContain(row.severity);
      expect(units).toContain(row.handleLimit.unit);
      expect(row.handleLimit.amount, row.id).toBeGreaterThan(0);
      expect(row.photos.before).toBeGreaterThanOrEqual(1);
      expect(row.photos.after).toBeGreaterThanOrEqual(1);
      expect(row.basis).not.toBe('');
    }
  });

  it('立案条件和结案条件逐条具体,没有两条写得一样', () => {
    const conditions = caseStandardTable.rows.map((row) => row.condition);
    const closings = caseStandardTable.rows.map((row) => row.closing);
    expect(new Set(conditions).size).toBe(conditions.length);
    expect(new Set(closings).size).toBe(closings.length);
    for (const sentence of [...conditions, ...closings]) {
      expect(sentence.length, sentence).toBeGreaterThanOrEqual(8);
      expect(sentence, '全角标点').not.toMatch(/[,;。]$|[,;]/);
    }
  });

  it('部件先属主后属地,事项先属地后属主', () => {
    for (const row of caseStandardTable.rows)
      expect(row.dutyKind, row.id).toBe(row.matter < '06' ? 'owner-first' : 'area-first');
  });

  it('紧急情形都有到场时限,且到场不晚于处置完毕', () => {
    for (const row of caseStandardTable.rows) {
      if (row.severity === 'urgent') expect(row.guardLimit?.unit, row.id).toBe('urgent-hour');
      if (row.guardLimit !== null)
        expect(toHours(row.guardLimit)).toBeLessThanOrEqual(toHours(row.handleLimit));
    }
  });

  it('井盖类各有紧急和一般两条:2 紧急工作时内设警示,1 至 3 工作日修复', () => {
    const manholes = matterTable.rows.filter((row) => row.name.endsWith('井盖异常'));
    expect(manholes).toHaveLength(20);
    for (const { code, name } of manholes) {
      const [urgent, normal] = listCaseStandards(code);
      expect(urgent, name).toMatchObject({
        severity: 'urgent',
        guardLimit: { amount: 2, unit: 'urgent-hour' },
      });
      expect(urgent?.handleLimit.unit).toBe('work-day');
      expect(urgent?.handleLimit.amount).toBeLessThanOrEqual(3);
      expect(normal, name).toMatchObject({ severity: 'normal', guardLimit: null });
    }
  });

  it('已公布的同类城市时限照样本取值', () => {
    expect(getCaseStandard('06010-1').handleLimit).toEqual({ amount: 4, unit: 'work-hour' });
    expect(getCaseStandard('06012-1').handleLimit).toEqual({ amount: 2, unit: 'work-hour' });
    expect(getCaseStandard('06001-1')).toMatchObject({
      guardLimit: { amount: 4, unit: 'work-hour' },
      handleLimit: { amount: 20, unit: 'work-day' },
    });
  });

  it('不存在的标准编号明确报错,不存在的小类没有标准', () => {
    expect(() => getCaseStandard('06010-9')).toThrow(RangeError);
    expect(listCaseStandards('06031')).toEqual([]);
  });

  it('整表标为本市可编辑默认值,带来源、版本和生效日期', () => {
    expect(caseStandardTable).toMatchObject({
      mark: 'local-default',
      version: '2026',
      validFrom: '2026-07-01',
    });
    expect(caseStandardTable.source).not.toBe('');
  });
});

describe('处置责任角色和环节时限', () => {
  it('角色代码不重复,每个角色都有标准用到', () => {
    const used = new Set(caseStandardTable.rows.map((row) => row.dutyRole));
    expect(dutyRoleTable.rows.filter((role) => !used.has(role.code)).map((role) => role.title)).toEqual([]);
    expect(getDutyRole('drainage').title).toBe('排水设施管养单位');
  });

  it('每个环节紧急时限不长于一般时限', () => {
    for (const row of linkLimitTable.rows) {
      expect(toHours(row.urgent), row.title).toBeLessThanOrEqual(toHours(row.normal));
      expect(units).toContain(row.urgent.unit);
    }
    expect(getLinkLimit('dispatch', 'normal')).toEqual({ amount: 0.5, unit: 'work-hour' });
    expect(linkLimitTable.units.map((unit) => unit.code)).toEqual(units);
  });
});
