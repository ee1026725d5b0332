/** What an HJ 212 message says, how the centre answers it, and how a request of the centre ends. */
import { describe, expect, test } from 'vitest';
import { answerTo, executionAnswer, requestAnswer, requestOf } from './answer.ts';
import { commands, findCommand, systemCodes } from './commands.ts';
import { beginExchange, type Exchange, type ExchangeStep, hearAnswer, passTime } from './exchange.ts';
import { currentFactorCode, factors, unitOf } from './factors.ts';
import type { Hj212Message } from './message.ts';
import { readContent } from './read-content.ts';

const base: Hj212Message = {
  requestNumber: '20260315080000123',
  systemCode: '32',
  command: '2011',
  password: '123456',
  device: '0341200A0000000000000001',
  flag: 5,
  content: [
    [['DataTime', '20260315080000']],
    [
      ['w01018-SampleTime', '20260315073000'],
      ['w01018-Rtd', '28.6'],
      ['w01018-Flag', 'N'],
      ['w01018-EFlag', 'A01'],
    ],
    [['w00000-Cou', '63.0']],
    [['SB1-RS', '1']],
    [['w01001-Info', '//清洗//']],
    [['w21003-Rtd', '-']],
  ],
};

describe('数据区', () => {
  test('时刻、数值、单位与标记', () => {
    expect(readContent(base)).toEqual({
      at: Date.parse('2026-03-15T08:00:00+08:00'),
      factors: [
        {
          code: 'w01018',
          sampledAt: Date.parse('2026-03-15T07:30:00+08:00'),
          flag: 'N',
          equipmentFlag: 'A01',
          values: [{ suffix: 'Rtd', value: 28.6, unit: 'mg/L' }],
        },
        { code: 'w00000', values: [{ suffix: 'Cou', value: 63, unit: 'm³' }] },
        { code: 'SB1', values: [{ suffix: 'RS', value: 1 }] },
      ],
      parameters: new Map([
        ['DataTime', '20260315080000'],
        ['w01001-Info', '//清洗//'],
        ['w21003-Rtd', '-'],
      ]),
    });
  });

  test('2005 版的代码读成 2017 版的,时刻错的没有时刻', () => {
    const read = readContent({
      ...base,
      content: [
        [['DataTime', '20260230080000']],
        [
          ['011-Rtd', '231.0'],
          ['011-Flag', 'N'],
        ],
      ],
    });
    expect(read.at).toBeUndefined();
    expect(read.factors).toEqual([
      { code: 'w01018', flag: 'N', values: [{ suffix: 'Rtd', value: 231, unit: 'mg/L' }] },
    ]);
  });

  test('环境空气与废气的单位不同', () => {
    expect([
      unitOf('a21026', 'Avg', '22'),
      unitOf('a21026', 'Avg', '31'),
      unitOf('a21005', 'Avg', '22'),
    ]).toEqual(['µg/m³', 'mg/m³', 'mg/m³']);
    expect([
      unitOf('a34004', 'Rtd', '22'),
      unitOf('xyz', 'Rtd', '22'),
      unitOf('w01001', 'Cou', '32'),
    ]).toEqual(['µg/m³', undefined, undefined]);
  });

  test('因子表里旧代码各指一个新代码', () => {
    const former = [...factors.values()].flatMap((factor) => factor.former ?? []);
    expect(new Set(former).size).toBe(former.length);
    expect(former.map(currentFactorCode).every((code) => factors.has(code))).toBe(true);
    expect(currentFactorCode('w01018')).toBe('w01018');
  });
});

describe('应答', () => {
  test('数据应答与标准制作的帧相同,重复原来的 QN', () => {
    expect(answerTo(base)).toEqual({
      requestNumber: base.requestNumber,
      systemCode: '91',
      command: '9014',
      password: '123456',
      device: base.device,
      flag: 4,
      content: [],
    });
  });

  test('校时请求用通知应答,不要应答的、不认识的都不答', () => {
    expect(answerTo({ ...base, command: '1013' })?.command).toBe('9013');
    expect(answerTo({ ...base, flag: 4 })).toBeUndefined();
    expect(answerTo({ ...base, command: '2999' })).toBeUndefined();
    expect(answerTo({ ...base, command: 'constructor' })).toBeUndefined();
  });

  test('命令表:数据都用 9014,参数与控制都能由上位机请求', () => {
    for (const [code, command] of Object.entries(commands)) {
      if (/^2\d11|^20[2-6]1$/.test(code)) expect(command.upward).toBe('data');
      if (/^30|^10[0-7]2$/.test(code)) expect(command.request).toBe(true);
    }
    expect(findCommand('2011')?.title).toBe('取或上传污染物实时数据');
    expect(Object.keys(systemCodes)).toHaveLength(20);
  });
});

describe('上位机的请求', () => {
  const rules = { timeout: 10_000, resends: 3, execution: 60_000 };
  const request = requestOf({
    requestNumber: '20260315080000123',
    systemCode: '32',
    password: '123456',
    device: base.device,
    command: '1062',
    parameters: [['RtdInterval', '30']],
  });
  const begun = beginExchange(request, rules, 0);

  function running(step: ExchangeStep): Exchange {
    if ('end' in step) throw new Error(`ended: ${step.end}`);
    return step.exchange;
  }

  test('请求的参数各占一组,要求应答', () => {
    expect(request).toMatchObject({ flag: 5, content: [[['RtdInterval', '30']]] });
  });

  test('先答准备执行,再答执行成功', () => {
    const ready = running(hearAnswer(begun, requestAnswer(request, '1'), rules, 500));
    expect(ready).toMatchObject({ state: 'executing', deadline: 60_500 });
    expect(hearAnswer(ready, executionAnswer(request, '1'), rules, 900)).toEqual({ end: 'done' });
    expect(hearAnswer(ready, executionAnswer(request, '100'), rules, 900)).toEqual({
      end: 'failed',
      code: '100',
    });
  });

  test('拒绝就此结束,别的 QN 与数据帧不相干', () => {
    expect(hearAnswer(begun, requestAnswer(request, '3'), rules, 1)).toEqual({ end: 'refused', code: '3' });
    const other = requestAnswer({ ...request, requestNumber: '20260315080000124' }, '2');
    expect(running(hearAnswer(begun, other, rules, 1))).toBe(begun);
    expect(running(hearAnswer(begun, { ...base, requestNumber: '20260315080000123' }, rules, 1))).toBe(begun);
  });

  test('十秒没有应答就重发,重发三次后作罢', () => {
    let exchange = begun;
    for (const now of [10_000, 20_000, 30_000]) {
      expect(running(passTime(exchange, rules, now - 1))).toBe(exchange);
      const step = passTime(exchange, rules, now);
      expect(step).toMatchObject({ send: request });
      exchange = running(step);
    }
    expect(passTime(exchange, rules, 40_000)).toEqual({ end: 'no-answer' });
  });

  test('答了准备执行却没有结果的,到时作罢,不再重发', () => {
    const ready = running(hearAnswer(begun, requestAnswer(request, '1'), rules, 0));
    expect(passTime(ready, rules, 59_999)).toEqual({ exchange: ready });
    expect(passTime(ready, rules, 60_000)).toEqual({ end: 'no-answer' });
  });
});
