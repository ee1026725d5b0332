/** 电子证照标识 and licence numbers against published examples, and what must be refused. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findType, numberProblem } from '../data/licence-types.ts';
import { mod1110, mod3736, readIdentifier, writeIdentifier } from './licence-identifier.ts';

const published = '1.2.156.3005.2.11100000000013338W011.1134120000317900XD.2026000001.001.O';

test('校验位与公开的标识一致', () => {
  expect(mod3736('11100000000013338W01111430000006122244L20230000403001')).toBe('U');
  expect(mod3736('11100000000013338W00911330105002500287C2025052201002')).toBe('0');
  const parts = {
    type: '11100000000013338W011',
    issuer: '1134120000317900XD',
    serial: '2026000001',
    version: 1,
  };
  expect(writeIdentifier(parts)).toBe(published);
  expect(readIdentifier(published)).toEqual({ parts });
});

test('任何一个字符抄错都看得出来', () => {
  const places = [...published].flatMap((character, at) => (at > 14 && character !== '.' ? [at] : []));
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.constantFrom(...'0123456789ABCXYZ'), (at, other) => {
      fc.pre(published[at] !== other);
      expect(readIdentifier(published.slice(0, at) + other + published.slice(at + 1))).toHaveProperty(
        'problem',
      );
    }),
  );
});

test.each([
  '',
  'x',
  `${published}1`,
  published.toLowerCase(),
  published.replace('.001.', '.1.'),
  ` ${published}`,
])('格式不对的拒绝：%s', (text) => {
  expect(readIdentifier(text)).toEqual({ problem: '电子证照标识的格式不对' });
});

test('食品经营许可证编号的校验位、执照号即统一社会信用代码、残疾人证号含身份证号', () => {
  expect(mod1110('1320202000965')).toBe('1');
  const food = findType('food-business');
  const business = findType('business');
  const disability = findType('disability');
  expect(food && numberProblem(food, 'JY13412020000017')).toBeUndefined();
  expect(food && numberProblem(food, 'JY13412020000018')).toContain('校验位');
  expect(food && numberProblem(food, 'JY9341202000001')).toContain('格式');
  expect(business && numberProblem(business, '91341202MA8TEAT06E')).toBeUndefined();
  expect(business && numberProblem(business, '91341202MA8TEAT06F')).toContain('校验位');
  expect(disability && numberProblem(disability, '34120219900101001041')).toBeUndefined();
  expect(disability && numberProblem(disability, '34120219900101001141')).toContain('校验位');
});
