import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAddress, maskIdCard, maskName, maskPhone, maskText } from './mask.ts';

describe('脱敏', () => {
  test.each([
    [maskIdCard, '341202199001010010', '341202********0010'],
    [maskIdCard, '341202900101001', '341202*****1001'],
    [maskIdCard, '34120219', '********'],
    [maskPhone, '13955812345', '139****2345'],
    [maskPhone, '0558-2212345', '055*****2345'],
    [maskPhone, '2212345', '*****45'],
    [maskPhone, '110', '***'],
    [maskName, '张三', '张*'],
    [maskName, '张三丰', '张**'],
    [maskName, '欧阳修', '欧阳*'],
    [maskName, '张', '*'],
    [maskName, '阿卜杜拉·买买提', '阿***'],
    [maskAddress, '安徽省阜阳市颍州区文峰街道清河路1号3栋101', '安徽省阜阳市颍州区文峰街道****'],
    [maskAddress, '界首市东城街道人民路2号', '界首市东城街道****'],
    [maskAddress, '临泉县单桥镇李庄村12号', '临泉县单桥镇****'],
    [maskAddress, '清河路12号幸福小区3栋', '清***'],
    [maskAddress, '颍州区', '颍***'],
    [maskText, '车牌皖K12345', '车***'],
    [maskText, '甲', '***'],
    [maskText, '', ''],
  ])('%o(%s) → %s', (mask, value, shown) => {
    expect(mask(value)).toBe(shown);
  });

  test.each([maskIdCard, maskPhone, maskName, maskAddress, maskText])(
    '%o 对任何文字都不报错，也不原样返回',
    (mask) => {
      const tricky = fc.constantFrom(
        '*',
        '**',
        '***',
        '****',
        '张*',
        '甲***',
        '颍州区****',
        '𠮷𠮷',
        '👩‍👩‍👧',
        '\u0000',
        ' ',
      );
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.stringMatching(/^[*省市区县镇乡路街道0-9张]{0,20}$/),
            tricky,
          ),
          (value) => {
            const shown = mask(value);
            if (value === '') expect(shown).toBe('');
            else {
              expect(shown).not.toBe(value);
              expect(shown).not.toBe('');
            }
          },
        ),
        { numRuns: 500 },
      );
    },
  );

  test.each([null, undefined, 12345678901, {}, []])('来源不可靠时给了 %o 也不报错', (value) => {
    for (const mask of [maskIdCard, maskPhone, maskName, maskAddress, maskText]) {
      const call: (given: unknown) => string = mask as (given: unknown) => string;
      expect(call(value)).not.toContain('12345678901');
    }
  });
});
