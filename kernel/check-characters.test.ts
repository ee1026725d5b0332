import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  completeIdCard,
  completeUnifiedCreditCode,
  idCardProblem,
  unifiedCreditCodeProblem,
} from './check-characters.ts';

const today = '2026-06-01';
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const keyboard = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZx *';

describe('公民身份号码 GB 11643-1999', () => {
  test.each(['11010519491231002X', '341202199001010010', '341282197512310026'])('%s 通过', (value) => {
    expect(idCardProblem(value, today)).toBeUndefined();
    expect(completeIdCard(value.slice(0, 17))).toBe(value);
  });

  test.each([
    ['341226200102291233', '身份证号中的出生日期不存在'],
    ['341202199001010011', '身份证号校验位不正确，请核对'],
    ['11010519491231002x', '身份证号前17位应为数字，末位应为数字或大写X'],
    ['3412021990010100', '身份证号应为18位'],
    ['', '身份证号应为18位'],
    [completeIdCard('99120219900101001'), '身份证号的地区代码不存在'],
    [completeIdCard('34120220260602001'), '身份证号中的出生日期晚于今天'],
    [completeIdCard('34120220261301001'), '身份证号中的出生日期不存在'],
  ])('%s 给出原因:%s', (value, reason) => {
    expect(idCardProblem(value, today)).toBe(reason);
  });

  test('凡按规则生成的号码都通过，改动任何一位都不通过', () => {
    const digits = fc
      .tuple(
        fc.integer({ min: 0, max: 9999 }),
        fc.date({ min: new Date('1900-01-01'), max: new Date('2026-05-31'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 999 }),
      )
      .map(
        ([area, birth, sequence]) =>
          `34${String(area).padStart(4, '0')}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`,
      );
    fc.assert(
      fc.property(digits, fc.nat(17), fc.constantFrom(...keyboard), (seventeen, position, replacement) => {
        const value = completeIdCard(seventeen);
        expect(idCardProblem(value, today)).toBeUndefined();
        fc.pre(value[position] !== replacement);
        expect(
          idCardProblem(value.slice(0, position) + replacement + value.slice(position + 1), today),
        ).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });

  test('不是17位数字就不能补校验位', () => {
    expect(() => completeIdCard('1234')).toThrow(RangeError);
    expect(() => completeIdCard('3412021990010100X')).toThrow(RangeError);
  });
});

describe('统一社会信用代码 GB 32100-2015', () => {
  test.each([
    '11341622003178357Q',
    '11330105002500287C',
    '11430000006122244L',
    '91341202MA8TEAT06E',
    '93341225MA8HXB0151',
    '52341204MJB000018B',
    '1134120000317900XD',
  ])('%s 通过', (value) => {
    expect(unifiedCreditCodeProblem(value)).toBeUndefined();
    expect(completeUnifiedCreditCode(value.slice(0, 17))).toBe(value);
    expect(completeUnifiedCreditCode(value.slice(0, 16))).toBe(value);
  });

  test.each([
    ['11341622003178357', '统一社会信用代码应为18位'],
    ['11341622003178357q', '统一社会信用代码只含数字和大写字母，且不含 I、O、S、V、Z'],
    ['91341202MA8TEATO6E', '统一社会信用代码只含数字和大写字母，且不含 I、O、S、V、Z'],
    ['B1341622003178357Q', '统一社会信用代码的登记管理部门代码不存在'],
    ['94341202MA8TEAT06E', '统一社会信用代码的机构类别代码不存在'],
    ['9134120AMA8TEAT06E', '统一社会信用代码第3至8位应为行政区划数字'],
    ['91341202MA8TEAT05E', '统一社会信用代码中的组织机构代码校验位不正确，请核对'],
    ['91341202MA8TEAT06F', '统一社会信用代码校验位不正确，请核对'],
  ])('%s 给出原因:%s', (value, reason) => {
    expect(unifiedCreditCodeProblem(value)).toBe(reason);
  });

  test('凡按规则生成的代码都通过，改动任何一位都不通过', () => {
    const beginning = fc
      .tuple(
        fc.constantFrom('11', '12', '31', '52', '91', '92', '93', 'N2', 'Y1'),
        fc.integer({ min: 0, max: 999_999 }),
        fc.array(fc.constantFrom(...alphabet), { minLength: 8, maxLength: 8 }),
      )
      .map(([kind, area, body]) => `${kind}${String(area).padStart(6, '0')}${body.join('')}`);
    fc.assert(
      fc.property(beginning, fc.nat(17), fc.constantFrom(...keyboard), (sixteen, position, replacement) => {
        const value = completeUnifiedCreditCode(sixteen);
        expect(unifiedCreditCodeProblem(value)).toBeUndefined();
        fc.pre(value[position] !== replacement);
        expect(
          unifiedCreditCodeProblem(value.slice(0, position) + replacement + value.slice(position + 1)),
        ).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });

  test('开头不对就不能补校验位', () => {
    expect(() => completeUnifiedCreditCode('91341202')).toThrow(RangeError);
    expect(() => completeUnifiedCreditCode('91341202MA8TEAT05')).toThrow(RangeError);
    expect(() => completeUnifiedCreditCode('9134120OMA8TEAT0')).toThrow(RangeError);
  });
});
