/** Which fields of a case stand where on its page. */
import { describe, expect, test } from 'vitest';
import { boolean, code, files, integer, longText, moment, point, text } from '../../../../kernel/register.ts';
import { findPhotoFields, findPointField, groupFields, openingFields, toFields } from './case-fields.ts';

const fields = {
  number: text({ title: '编号', managed: true }),
  description: longText({ title: '问题描述', required: true }),
  position: point({ title: '坐标' }),
  photosBefore: files({ title: '处置前照片' }),
  photosAfter: files({ title: '处置后照片' }),
  severity: code({ title: '紧急程度', managed: true }),
  grid: text({ title: '单元网格', managed: true }),
  filedAt: moment({ title: '立案时间', managed: true }),
  filedLate: boolean({ title: '立案超时', managed: true }),
  ratedAt: moment({ title: '评价时间', managed: true }),
  reworkCount: integer({ title: '返工次数', managed: true }),
};

describe('案件字段分组', () => {
  test('人填的在前，规则算出的有值才显示，流程记号不重复显示', () => {
    const groups = groupFields(
      fields,
      { severity: 'urgent', filedAt: 'x', ratedAt: 'y' },
      [],
      ['photosBefore', 'photosAfter', 'position'],
    );
    expect(groups).toEqual([
      { title: '基本信息', fields: ['description'] },
      { title: '系统判定', fields: ['severity', 'ratedAt'] },
    ]);
  });

  test('系统给的分组优先，其余归入其他信息', () => {
    const groups = groupFields(
      fields,
      {},
      [{ title: '位置', fields: ['position', 'gone'] }],
      ['photosBefore', 'photosAfter'],
    );
    expect(groups).toEqual([
      { title: '位置', fields: ['position'] },
      { title: '其他信息', fields: ['description'] },
    ]);
  });

  test('认出处置前后照片和坐标，登记时只填人填的字段', () => {
    expect(findPhotoFields(fields)).toEqual({ before: 'photosBefore', after: 'photosAfter' });
    expect(findPointField(fields)).toBe('position');
    expect(openingFields(fields)).toEqual(['description', 'position', 'photosBefore', 'photosAfter']);
  });

  test('台账说明里的字段还原成声明，空的限制不带', () => {
    const described = {
      name: 'phone',
      type: 'text',
      title: '联系电话',
      required: false,
      class: 'personal',
      managed: false,
      format: 'phone',
      pattern: null,
      minimum: null,
      maximum: null,
      maxLength: 20,
      unit: null,
      codeList: null,
      to: null,
      hint: null,
    };
    expect(toFields([described])).toEqual({
      phone: {
        type: 'text',
        title: '联系电话',
        required: false,
        managed: false,
        class: 'personal',
        format: 'phone',
        maxLength: 20,
      },
    });
  });
});
