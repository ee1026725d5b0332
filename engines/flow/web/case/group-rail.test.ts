/** What the stage rail says of straight, returned and ended cases. */
import { describe, expect, test } from 'vitest';
import { groupRail, type RailEntry } from './group-rail.ts';

const stages = ['verify', 'accept', 'dispatch', 'handle', 'check'].map((name) => ({ name, title: name }));

function step(
  fromStage: string | null,
  toStage: string | null,
  took: number | null = null,
  late: boolean | null = null,
): RailEntry {
  return { at: '2026-11-23T01:00:00Z', fromStage, toStage, took, late };
}

describe('办理环节进度', () => {
  test('直接从受理开始的案件，核实显示为未经过', () => {
    const rail = groupRail(stages, [step(null, 'accept'), step('accept', 'dispatch', 60)], 'dispatch');
    expect(rail.map((one) => one.state)).toEqual(['skipped', 'passed', 'current', 'waiting', 'waiting']);
    expect(rail[1]?.took).toBe(60);
  });

  test('核查不通过退回处置，处置显示退回一次并累计用时', () => {
    const entries = [
      step(null, 'accept'),
      step('accept', 'dispatch', 1),
      step('dispatch', 'handle', 1),
      step('handle', 'check', 5, true),
      step('check', 'handle', 2),
    ];
    const handle = groupRail(stages, entries, 'handle')[3];
    expect(handle).toMatchObject({ state: 'current', visits: 2, returns: 1, took: 5, late: true });
  });

  test('批示、催办不算进入环节', () => {
    const entries = [step(null, 'accept'), step('accept', 'accept'), step('accept', 'accept')];
    expect(groupRail(stages, entries, 'accept')[1]).toMatchObject({ visits: 1, returns: 0 });
  });

  test('同一环节换单位再派，算作再次进入', () => {
    const entries = [step(null, 'dispatch'), step('dispatch', 'dispatch', 3)];
    expect(groupRail(stages, entries, 'dispatch')[2]).toMatchObject({ visits: 2, returns: 1, took: 3 });
  });

  test('结案后重新打开，受理算作回来一次', () => {
    const entries = [step(null, 'accept'), step('accept', null, 3), step(null, 'accept')];
    expect(groupRail(stages, entries, 'accept')[1]).toMatchObject({ visits: 2, returns: 1 });
  });

  test('不予立案结束的案件，后面的环节显示为未经过', () => {
    const rail = groupRail(stages, [step(null, 'accept'), step('accept', null, 9)], null);
    expect(rail.map((one) => one.state)).toEqual(['skipped', 'passed', 'skipped', 'skipped', 'skipped']);
  });
});
