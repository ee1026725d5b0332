/** The indicators say what they count, and a rate over nothing is nothing. */
import { describe, expect, it } from 'vitest';
import {
  computeIndicator,
  findBand,
  getIndicator,
  indicatorTable,
  scoreIndicator,
  scoreObject,
} from './indicators.ts';

describe('综合评价指标', () => {
  it('标准列出的 19 项都在,编号不重复,分子分母都是有定义的统计量', () => {
    const measures = new Set(indicatorTable.measures.map((measure) => measure.id));
    expect(indicatorTable.rows).toHaveLength(19);
    expect(new Set(indicatorTable.rows.map((row) => row.sourceId)).size).toBe(19);
    for (const row of indicatorTable.rows) {
      for (const id of [...row.numerator, ...row.denominator]) expect(measures.has(id), id).toBe(true);
      expect(row.formula).toContain(row.title);
      expect(Object.keys(row.weights)).toEqual(row.appliesTo);
      if (row.unit === 'rate') expect(row.denominator.length).toBeGreaterThan(0);
    }
    const used = new Set(indicatorTable.rows.flatMap((row) => [...row.numerator, ...row.denominator]));
    expect([...measures].filter((id) => !used.has(id))).toEqual([]);
  });

  it('每个评价对象的权重合计 100', () => {
    for (const object of indicatorTable.objects) {
      const sum = indicatorTable.rows.reduce((total, row) => total + (row.weights[object.code] ?? 0), 0);
      expect(sum, object.title).toBe(100);
    }
  });

  it('漏报率的分母含漏报数;分母为零或缺数时没有值', () => {
    const miss = getIndicator('miss-rate');
    expect(computeIndicator(miss, { missedReports: 5, collectorReports: 95 })).toBeCloseTo(0.05);
    expect(computeIndicator(miss, { missedReports: 0, collectorReports: 0 })).toBeNull();
    expect(computeIndicator(miss, { missedReports: 1 })).toBeNull();
    expect(computeIndicator(getIndicator('report-count'), { collectorReports: 0 })).toBe(0);
  });

  it('返工率越低越好,按期结案率越高越好,平均时长按目标值计分', () => {
    expect(scoreIndicator(getIndicator('rework-rate'), 0.1)).toBeCloseTo(90);
    expect(scoreIndicator(getIndicator('in-time-closing-rate'), 0.95)).toBeCloseTo(95);
    expect(scoreIndicator(getIndicator('average-handling-time'), 48)).toBeCloseTo(50);
    expect(scoreIndicator(getIndicator('average-handling-time'), 0)).toBe(100);
    expect(scoreIndicator(getIndicator('report-count'), 100)).toBeCloseTo(50);
    expect(scoreIndicator(getIndicator('rework-rate'), null)).toBeNull();
  });

  it('没有值的指标不参与计分,其权重摊给其余指标', () => {
    expect(
      scoreObject('acceptor', { 'filing-rate': null, 'in-time-filing-rate': 1, 'accurate-filing-rate': 0.8 }),
    ).toBeCloseTo(90);
    expect(scoreObject('dispatcher', {})).toBeNull();
  });

  it('得分落在五档之一,没有得分就没有档次', () => {
    expect([100, 90, 89.99, 70, 60, 59.9, 0].map((score) => findBand(score)?.title)).toEqual([
      '优',
      '优',
      '良',
      '中',
      '合格',
      '差',
      '差',
    ]);
    expect(findBand(null)).toBeUndefined();
    expect(indicatorTable.bands).toHaveLength(5);
  });
});
