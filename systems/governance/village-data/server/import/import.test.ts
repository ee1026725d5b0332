/** 表格建卡和部门整表回推走普通导入:科学计数法的号码、孤儿成员、重号、越界、别的部门的字段,逐行说明,要么全导入要么一行不进。 */
import { writeXlsx } from 'hucre';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registers } from '../../../../../engines/registers/service.ts';
import { completeIdCard } from '../../../../../kernel/check-characters.ts';
import { household, member } from '../../registers/card.ts';
import { openVillage, type VillageCity } from '../test-support/open-village.ts';

let city: VillageCity;
const village = '341225117202';
const number = (serial: number) => `${village}${String(serial).padStart(4, '0')}`;
const idCard = (serial: number) => completeIdCard(`34122519900101${String(serial).padStart(3, '0')}`);

beforeAll(async () => {
  city = await openVillage();
}, 300_000);
afterAll(() => city?.close());

interface Import {
  readonly id: string;
  readonly state: string;
  readonly valid: number;
  readonly invalid: number;
  readonly imported: number;
  readonly message: string | null;
}

async function waitFor(who: string, id: string, states: readonly string[]): Promise<Import> {
  const caller = await city.desk(who);
  for (let turn = 0; turn < 400; turn += 1) {
    const now = (await caller.get(`/api/registers/imports/${id}`)).json<Import>();
    if (states.includes(now.state)) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the import did not end');
}

async function check(who: string, register: string, sheet: string | Uint8Array) {
  const caller = await city.desk(who);
  const file =
    typeof sheet === 'string'
      ? await caller.upload('表.csv', 'text/csv', Buffer.from(sheet))
      : await caller.upload(
          '表.xlsx',
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          sheet,
        );
  const started = (
    await caller.post('/api/registers/imports', { register: `village-data.${register}`, file })
  ).json<Import & { code?: string }>();
  if (started.code !== undefined) return { ...started, errors: [] as string[] };
  const checked = await waitFor(who, started.id, ['checked', 'failed']);
  const { errors } = (await caller.get(`/api/registers/imports/${started.id}/errors`)).json<{
    errors: { message: string }[];
  }>();
  return { ...checked, errors: errors.map(({ message }) => message) };
}

async function confirm(who: string, id: string): Promise<Import> {
  await (await city.desk(who)).post(`/api/registers/imports/${id}/confirm`, { validOnly: true });
  return waitFor(who, id, ['done', 'failed', 'checked']);
}

const countOf = async (declared: typeof household | typeof member) =>
  (
    await city.services
      .use(registers)
      .of(declared)
      .trusted.findMany(city.store.db, {
        filter: { field: 'area', is: 'equal', value: village },
        limit: 100,
      })
  ).length;

describe('表格建卡', () => {
  test('户编号与村不符、数字越界、重复的,逐行说明;其余导入后在册;不在管辖范围的整表不进', async () => {
    const sheet = [
      '户编号,所属村(社区),村民小组,机动车数',
      `${number(1)},${village},1组,1`,
      `${number(2)},${village},1组,-1`,
      `3412251172030999,${village},1组,1`,
      `${number(1)},${village},2组,0`,
      `${number(3)},${village},2组,2`,
    ].join('\n');
    const checked = await check('town', 'household', sheet);
    expect(checked.valid).toBe(2);
    expect(checked.errors.some((message) => message.includes('户编号前 12 位'))).toBe(true);
    expect(checked.errors.some((message) => message.includes('重复'))).toBe(true);
    expect(await confirm('town', checked.id)).toMatchObject({ state: 'done', imported: 2 });
    expect(await countOf(household)).toBe(2);
    const outside = await check(
      'town',
      'household',
      `户编号,所属村(社区)\n${number(5)},${village}\n3412251112010001,341225111201\n`,
    );
    const refused = await confirm('town', outside.id);
    expect(refused.message).toContain('第 3 行不在您的管理范围内');
    expect(await countOf(household)).toBe(2);
  });

  test('表格程序把 18 位号码变成数字的,不收;文本的号码收下', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '成员',
          rows: [
            ['户编号', '所属村(社区)', '姓名', '与户主关系', '公民身份号码'],
            [number(1), village, '张数字', '户主', Number('341225199001011230')],
            [number(1), village, '张文本', '户主', idCard(11)],
          ],
        },
      ],
    });
    const checked = await check('town', 'member', bytes);
    expect(checked).toMatchObject({ valid: 1, invalid: 1 });
    expect(checked.errors[0]).toContain('公民身份号码');
    expect(await confirm('town', checked.id)).toMatchObject({ state: 'done', imported: 1 });
  });

  test('没有那一户的成员、本村已有的号码,整表不导入,说出哪一行', async () => {
    const line = (household_: string, name: string, id: string) =>
      `${household_},${village},${name},子,${id}`;
    const head = '户编号,所属村(社区),姓名,与户主关系,公民身份号码';
    const before = await countOf(member);
    for (const [bad, said] of [
      [line(number(77), '孤儿', idCard(21)), '没有户编号'],
      [line(number(3), '重号', idCard(11)), '该公民身份号码已在本村'],
    ] as const) {
      const checked = await check(
        'town',
        'member',
        [head, line(number(1), '好人', idCard(31)), bad].join('\n'),
      );
      const ended = await confirm('town', checked.id);
      expect(ended.state).not.toBe('done');
      expect(ended.message).toContain(said);
      expect(await countOf(member)).toBe(before);
    }
  });

  test('导入的值来源是表格导入,日期是建卡日;村干部和部门不能导入户卡', async () => {
    for (const who of ['cadre', 'civil'])
      expect(await check(who, 'household', `户编号,所属村(社区)\n${number(9)},${village}\n`)).toHaveProperty(
        'code',
      );
    const town = await city.desk('town');
    const { rows } = (
      await town.get(
        `/api/registers/rows/village-data.household?where=${encodeURIComponent(JSON.stringify({ area: village }))}`,
      )
    ).json();
    const card = (await town.get(`/api/village-data/cards/${rows[0].id}`)).json();
    expect(card.household.origins.vehicles).toMatchObject({ source: 'import', by: '建卡导入' });
  });
});

describe('部门整表回推', () => {
  test('自己的字段逐户更新;夹了别的部门的字段,整表不进,说出哪一行', async () => {
    const head = '户编号,公民身份号码,字段,新值,依据';
    const good = `3412251172030041,,低保,B类,季度复核`;
    const mixed = await check('civil', 'push', [head, good, '3412251172030042,,机动车数,3,顺手'].join('\n'));
    const refused = await confirm('civil', mixed.id);
    expect(refused.state).not.toBe('done');
    expect(refused.message).toContain('第 3 行');
    expect((await city.card(41)).household.values['allowance']).toBe('none');
    const person = (await city.card(43)).members[0];
    const sheet = [head, good, `,${String(person?.values['idCard'])},特困供养,特困供养,季度复核`].join('\n');
    const checked = await check('civil', 'push', sheet);
    expect(await confirm('civil', checked.id)).toMatchObject({ state: 'done', imported: 2 });
    expect((await city.card(41)).household.values['allowance']).toBe('B');
    expect((await city.card(43)).members[0]?.values['hardship']).toBe('support');
  });
});
