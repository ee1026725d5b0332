/** What the designer does to a form when somebody drags, presses arrows or types. */
import { expect, test } from 'vitest';
import type { FormModel } from '../../form/form-model.ts';
import {
  addSection,
  changeField,
  changeSection,
  placeField,
  removeSection,
  shiftField,
  shiftSection,
} from './edit-form.ts';

const model: FormModel = {
  title: '表',
  sections: [
    {
      id: 'one',
      title: '一',
      columns: 2,
      fields: [
        { name: 'a', width: 2, hint: '甲' },
        { name: 'b', width: 1 },
      ],
    },
    { id: 'two', title: '二', columns: 1, fields: [{ name: 'c', width: 1 }] },
  ],
};
const names = (form: FormModel) => form.sections.map(({ fields }) => fields.map(({ name }) => name).join(''));

test('拖到别的分组,设置跟着走,太宽的收窄', () => {
  const moved = placeField(model, 'a', { section: 'two', before: 'c' });
  expect(names(moved)).toEqual(['b', 'ac']);
  expect(moved.sections[1]?.fields[0]).toEqual({ name: 'a', width: 1, hint: '甲' });
  expect(placeField(model, 'a', { section: 'one', before: 'a' })).toBe(model);
  expect(names(placeField(model, 'd', { section: 'one' }))).toEqual(['abd', 'c']);
});

test('用方向键上下移,到头进入相邻分组', () => {
  expect(names(shiftField(model, 'b', -1))).toEqual(['ba', 'c']);
  expect(names(shiftField(model, 'a', 1))).toEqual(['ba', 'c']);
  expect(names(shiftField(model, 'b', 1))).toEqual(['a', 'bc']);
  expect(names(shiftField(model, 'c', -1))).toEqual(['abc', '']);
  expect(names(shiftField(model, 'a', -1))).toEqual(['ab', 'c']);
});

test('清空的设置不留空值;分组栏数变少时字段收窄;最后一个分组删不掉', () => {
  expect(changeField(model, 'a', { hint: '' }).sections[0]?.fields[0]).toEqual({ name: 'a', width: 2 });
  expect(changeSection(model, 'one', { columns: 1 }).sections[0]?.fields[0]?.width).toBe(1);
  const one = removeSection(model, 'one');
  expect(names(one)).toEqual(['c']);
  expect(removeSection(one, 'two')).toBe(one);
  expect(addSection(model).id).toBe('section-3');
  expect(shiftSection(model, 'two', -1).sections.map(({ id }) => id)).toEqual(['two', 'one']);
});
