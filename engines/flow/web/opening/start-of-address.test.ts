/** A case may be begun with the record that it is about; nothing else comes from an address. */
import { expect, test } from 'vitest';
import { integer, ref, text } from '../../../../kernel/register.ts';
import { startOfAddress } from './start-of-address.ts';

test('只从地址取引用字段的编号；文字、数字、不认识的字段和不是编号的值都不取', () => {
  const fields = {
    resource: ref({ title: '数据目录', to: 'data-catalogue.resource' }),
    other: ref({ title: '其他', to: 'data-catalogue.resource' }),
    title: text({ title: '事项' }),
    round: integer({ title: '次数' }),
  };
  const id = '01a22275-a71f-7000-a587-84cabe8e75aa';
  const search = new URLSearchParams({
    resource: id,
    other: 'x',
    title: '某人',
    round: '3',
    id,
    __proto__x: id,
  });
  expect(startOfAddress(search, fields)).toEqual({ resource: id });
  expect(startOfAddress(new URLSearchParams(), fields)).toEqual({});
});
