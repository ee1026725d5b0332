/** A form's life over HTTP: drafted, checked, published, replaced; a case keeps the version that it began with. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { forms, type FormModel } from '../service.ts';
import { deviceForm, openForms, repairForm, type TestForms } from './test-support/repairs.ts';

let at: TestForms;
beforeAll(async () => {
  at = await openForms();
  await at.city.services.use(forms).keep('fix.repair', repairForm);
});
afterAll(() => at.city.close());

async function draft(register: string, model: FormModel): Promise<{ id: string; revision: number }> {
  const begun = (await at.designer.post(`/api/forms/forms/${register}/draft`)).json();
  const saved = await at.designer.patch(`/api/forms/versions/${begun.id}`, { revision: 1, model });
  expect(saved.statusCode).toBe(200);
  return saved.json();
}
const publish = (one: { id: string; revision: number }) =>
  at.designer.post(`/api/forms/versions/${one.id}/publish`, { revision: one.revision });
function withField(model: FormModel, name: string, more: object): FormModel {
  const sections = model.sections.map((section) => ({
    ...section,
    fields: section.fields.map((field) => (field.name === name ? { ...field, ...more } : field)),
  }));
  return { ...model, sections };
}

test('没有设计权限的人进不来;经办人看得到在用的表单', async () => {
  expect((await at.clerk.get('/api/forms/forms')).statusCode).toBe(403);
  expect((await at.clerk.post('/api/forms/forms/fix.repair/draft')).statusCode).toBe(403);
  expect((await at.clerk.get('/api/forms/current/fix.repair')).json().model.title).toBe('设备报修单');
  expect((await at.stranger.get('/api/forms/current/fix.repair')).statusCode).toBe(403);
  const { forms: all } = (await at.designer.get('/api/forms/forms')).json();
  expect(all).toContainEqual(
    expect.objectContaining({
      register: 'fix.repair',
      current: expect.objectContaining({ origin: 'system' }),
    }),
  );
});

test.each([
  ['没有的字段', withField(deviceForm, 'count', { show: 'colour = "红"' }), 'fields.count.show'],
  [
    '循环计算',
    withField(withField(deviceForm, 'price', { compute: 'total / 2' }), 'total', {}),
    'fields.price',
  ],
  ['台账必填却会隐藏', withField(deviceForm, 'name', { show: 'count > 1' }), 'fields.name'],
  ['必填却从不显示', withField(deviceForm, 'scrapReason', { show: 'false' }), 'fields.scrapReason'],
  ['公式写错', withField(deviceForm, 'total', { compute: 'price *' }), 'fields.total.compute'],
])('%s:发布前指出在哪里,不能发布', async (_what, model, path) => {
  const one = await draft('fix.device', model);
  const refused = await publish(one);
  expect(refused.json().code).toBe('forms.broken');
  expect(refused.json().problems.map((each: { path: string }) => each.path)).toContain(path);
  expect((await at.designer.del(`/api/forms/versions/${one.id}`)).statusCode).toBe(200);
});

test('在办的事项用开始时的表单,新办的用新发布的;系统不再覆盖人设计的', async () => {
  const open = (values: object) =>
    at.clerk.post('/api/flow/cases/fix.repair', { id: newId(), values: { subject: '漏水', ...values } });
  const { id } = (await open({})).json();
  const stricter = withField(repairForm, 'cost', { require: 'true' });
  const one = await draft('fix.repair', stricter);
  expect((await at.designer.post('/api/forms/forms/fix.repair/draft')).json().code).toBe('forms.draftExists');
  expect(
    (await at.designer.patch(`/api/forms/versions/${one.id}`, { revision: 1, model: repairForm })).json()
      .code,
  ).toBe('city.stale');
  expect((await publish(one)).statusCode).toBe(200);
  expect((await open({})).json().problems).toEqual([{ path: 'cost', message: '请填写“费用”' }]);
  const seen = (await at.clerk.get(`/api/flow/cases/fix.repair/${id}`)).json();
  const acted = await at.clerk.post(`/api/flow/cases/fix.repair/${id}/acts`, {
    version: seen.version,
    action: 'note',
    values: { subject: '漏水已久' },
  });
  expect(acted.statusCode).toBe(200);
  const old = (await at.clerk.get(`/api/forms/current/fix.repair?row=${id}`)).json();
  expect(old.model).toEqual(repairForm);
  await at.city.services.use(forms).keep('fix.repair', { ...repairForm, title: '系统的新表单' });
  expect((await at.clerk.get('/api/forms/current/fix.repair')).json().version).toBe(one.id);
  const retired = await at.designer.post(`/api/forms/versions/${one.id}/retire`, { reason: '改回原表' });
  expect(retired.statusCode).toBe(200);
  expect((await open({})).statusCode).toBe(200);
});

test('导出的 JSON Schema 原样导入得到同一张表单;放不下的内容逐项说明', async () => {
  const { versions } = (await at.designer.get('/api/forms/forms/fix.repair')).json();
  const schema = (await at.designer.get(`/api/forms/versions/${versions[0].id}/schema`)).json();
  const { model } = (await at.designer.get(`/api/forms/versions/${versions[0].id}`)).json();
  const begun = (await at.designer.post('/api/forms/forms/fix.repair/draft', { schema })).json();
  expect((await at.designer.get(`/api/forms/versions/${begun.id}`)).json().model).toEqual(model);
  await at.designer.del(`/api/forms/versions/${begun.id}`);
  const odd = { ...schema, oneOf: [], properties: { ...schema.properties, colour: {} } };
  const refused = (await at.designer.post('/api/forms/forms/fix.repair/draft', { schema: odd })).json();
  expect(refused.code).toBe('forms.schema');
  expect(refused.problems.map((each: { path: string }) => each.path)).toEqual(['oneOf', 'properties.colour']);
});
