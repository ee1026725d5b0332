/** What an action's form asks for and what it sends. */
import { describe, expect, test } from 'vitest';
import { files, longText, text } from '../../../../kernel/register.ts';
import { buildAct, buildActionForm, findMissing, type Offer } from './action-form.ts';

const fields = {
  result: longText({ title: '处置情况' }),
  photosAfter: files({ title: '处置后照片' }),
  address: text({ title: '地址' }),
};

function offer(part: Partial<Offer>): Offer {
  return { action: 'done', title: '处置完毕', needs: [], sets: [], requires: [], negative: false, ...part };
}

describe('办理表单', () => {
  test('处置完毕要求填写处置情况，照片可选', () => {
    const asked = offer({ needs: ['fields'], sets: ['result', 'photosAfter'], requires: ['result'] });
    const form = buildActionForm(asked, fields);
    expect(form.fields.map(({ name, required }) => [name, required])).toEqual([
      ['result', true],
      ['photosAfter', false],
    ]);
    expect(findMissing(form, {})).toEqual({ 'values.result': '请填写处置情况' });
    expect(findMissing(form, { values: { result: '已更换井盖' } })).toEqual({});
    expect(form.bare).toBe(false);
  });

  test('派遣必须选单位;没有要求意见时意见可以不填', () => {
    const form = buildActionForm(offer({ needs: ['unit'] }), fields);
    expect(form.opinion).toBe('optional');
    expect(findMissing(form, {})).toEqual({ unit: '请选择承办单位' });
  });

  test('只写空格的意见不算填写', () => {
    const form = buildActionForm(offer({ needs: ['opinion'] }), fields);
    expect(findMissing(form, { opinion: '  ' })).toEqual({ opinion: '请填写意见' });
  });

  test('转办可以给单位或个人，两者都没有时提示', () => {
    const form = buildActionForm(offer({ action: 'verb.reassign', needs: ['unit-or-person'] }), fields);
    expect(findMissing(form, {})).toEqual({ unit: '请选择单位或人员' });
    expect(findMissing(form, { person: 'p1' })).toEqual({});
  });

  test('延期要写时间，退回要选环节，并案要选案件，拆分至少两件', () => {
    const all = buildActionForm(offer({ needs: ['limit', 'stage', 'case', 'parts'] }), fields);
    expect(Object.keys(findMissing(all, { limit: { amount: 0, unit: 'work-day' }, parts: [{}] }))).toEqual([
      'stage',
      'limit',
      'caseId',
      'parts',
    ]);
  });

  test('签收不要求也不发送意见', () => {
    const claim = offer({ action: 'verb.claim', title: '签收' });
    const form = buildActionForm(claim, fields);
    expect(form.bare).toBe(true);
    expect(buildAct(claim, form, { opinion: '上一个操作留下的草稿' })).toEqual({ action: 'verb.claim' });
  });

  test('只发送改过的字段和表单里有的内容', () => {
    const asked = offer({ needs: ['fields'], sets: ['result', 'address'] });
    const form = buildActionForm(asked, fields);
    const act = buildAct(
      asked,
      form,
      { unit: 'x', stage: 'y', opinion: ' 同意 ', values: { result: '已清理', address: '颍州路', other: 1 } },
      { address: '颍州路' },
    );
    expect(act).toEqual({ action: 'done', opinion: '同意', values: { result: '已清理' } });
  });

  test('清空一个原来有值的字段会发送空值', () => {
    const asked = offer({ sets: ['address'] });
    const form = buildActionForm(asked, fields);
    expect(buildAct(asked, form, { values: { address: null } }, { address: '颍州路' }).values).toEqual({
      address: null,
    });
  });

  test('没有这个字段声明的名称不显示', () => {
    expect(buildActionForm(offer({ sets: ['gone'] }), fields).fields).toEqual([]);
  });
});
