/** Holds the plan's table to the plan, and to the systems that claim to carry it out. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tasks } from '../kernel/contract.ts';
import {
  boards,
  findPlanItem,
  indicatorGroups,
  isPlanned,
  planIndicators,
  planItems,
  planModes,
} from '../plan.ts';
import { loadSystemFolders } from '../scripts/load-contracts.ts';

const folders = await loadSystemFolders();
const contracts = folders.flatMap(({ path, contract }) =>
  contract === undefined ? [] : [{ path, contract }],
);
const carriedOut = [...planItems, ...planIndicators].filter((entry) => !isPlanned(entry));

const sharedPlan = new URL('../../shared/plan/items.json', import.meta.url);

describe('规划表', () => {
  test('155项任务和18项指标一个不少,编号不重复', () => {
    expect(planItems).toHaveLength(155);
    expect(planIndicators).toHaveLength(18);
    expect(new Set([...planItems, ...planIndicators].map(({ id }) => id)).size).toBe(173);
    expect(findPlanItem('smart-urban')?.name).toContain('智慧城管');
    expect(findPlanItem('nothing')).toBeUndefined();
  });

  test('每项任务的归属、方式、板块和一句话说明都写对了', () => {
    for (const item of planItems) {
      expect(Object.keys(tasks), item.id).toContain(item.task);
      expect(Object.keys(planModes), item.id).toContain(item.mode);
      expect(item.boards.length, item.id).toBeGreaterThan(0);
      expect(new Set(item.boards).size, item.id).toBe(item.boards.length);
      for (const board of item.boards) expect(Object.keys(boards), item.id).toContain(board);
      expect(item.summary, item.id).toMatch(/^[^。]{10,60}。$/);
      if (item.missing === undefined) continue;
      expect(isPlanned(item), item.id).toBe(false);
      expect(item.missing, item.id).toMatch(/^[^。]{4,60}。$/);
    }
  });

  test('指标的名称、单位、三年目标和性质都写对了', () => {
    for (const indicator of planIndicators) {
      expect(Object.keys(indicatorGroups), indicator.id).toContain(indicator.group);
      expect(Object.keys(indicator.values), indicator.id).toEqual(['2020', '2022', '2025']);
      for (const value of Object.values(indicator.values)) {
        expect(value, indicator.id).toMatch(
          /^(?:—|≥?\d+(?:\.\d+)?|力争达到\d+|持续优化|持续覆盖|应[办领发]尽[办领发])$/,
        );
      }
      expect(
        indicator.name && indicator.unit && indicator.formula && indicator.source,
        indicator.id,
      ).toBeTruthy();
    }
    expect(planIndicators.filter(({ kind }) => kind === '约束性')).toHaveLength(6);
    expect(planIndicators.filter(({ kind }) => kind === '预期性')).toHaveLength(12);
  });

  test.skipIf(!existsSync(sharedPlan))('与规划原始清单逐项相同(../shared 不在时跳过)', () => {
    const source: {
      items: { id: string; name: string; task: string; section: string; mode: string }[];
      indicators: { id: string }[];
    } = JSON.parse(readFileSync(sharedPlan, 'utf8'));
    expect(planItems.map(({ id, name, task, section, mode }) => ({ id, name, task, section, mode }))).toEqual(
      source.items.map(({ id, name, task, section, mode }) => ({ id, name, task, section, mode })),
    );
    expect(planIndicators.map(({ id }) => id)).toEqual(source.indicators.map(({ id }) => id));
  });
});

describe('规划与系统互相对得上', () => {
  test('没有标“规划中”的,其系统存在且在合约里写明', () => {
    const byId = new Map(contracts.map(({ contract }) => [contract.id, contract]));
    for (const { id, system } of carriedOut) {
      expect(byId.has(system), `${id} → systems/*/${system}/contract.ts`).toBe(true);
      expect(byId.get(system)?.plan, `${system} 的 plan`).toContain(id);
    }
  });

  test('每个系统都有规划依据,写明的每一项都指回它', () => {
    const systemOf = new Map([...planItems, ...planIndicators].map(({ id, system }) => [id, system]));
    for (const { path, contract } of contracts) {
      expect(contract.plan.length, path).toBeGreaterThan(0);
      for (const id of contract.plan) expect(systemOf.get(id), `${path}: ${id}`).toBe(contract.id);
    }
  });

  test('系统放在自己任务的文件夹里,文件夹就叫系统的编号,合约都能载入', () => {
    expect(folders.filter(({ problem }) => problem !== undefined)).toEqual([]);
    for (const { path, contract } of contracts) expect(path).toBe(`systems/${contract.task}/${contract.id}`);
  });
});
