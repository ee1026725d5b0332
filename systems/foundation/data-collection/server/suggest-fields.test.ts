/** What a table's own catalogue gives away about its fields. */
import { expect, test } from 'vitest';
import { LakeFields } from '../../../../engines/lake/contract.ts';
import { suggestFields } from './suggest-fields.ts';

test('列名、注释和类型变成字段：身份证号是敏感的，姓名是个人的，长数字不当整数', () => {
  const fields = suggestFields([
    { name: 'SFZH', type: 'varchar(18)' },
    { name: '姓名', type: 'varchar(40)' },
    { name: 'id_card_no', type: 'bigint(20)', comment: '身份证号码' },
    { name: 'gxsj', type: 'datetime', comment: '更新时间' },
    { name: 'sl', type: 'decimal(10,2)' },
    { name: 'sfyx', type: 'tinyint(1)' },
  ]);
  expect(fields.map(({ name, type, class: level }) => [name, type, level])).toEqual([
    ['sfzh', 'text', 'sensitive'],
    ['field_2', 'text', 'personal'],
    ['id_card_no', 'text', 'sensitive'],
    ['gxsj', 'moment', 'internal'],
    ['sl', 'decimal', 'internal'],
    ['sfyx', 'boolean', 'internal'],
  ]);
  expect(LakeFields.safeParse(fields).success).toBe(true);
});
