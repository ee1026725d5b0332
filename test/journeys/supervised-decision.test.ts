/** A decision under supervision in the browser: split, approved, signed, reported, a weak report sent back, finished with evidence, closed, and the score contested. */
import { expect, test } from 'vitest';
import { journey, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { bar, choose, drawer, named, press, writeOpinion } from './parts/case.ts';
import { look } from './parts/look.ts';

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);

interface Case {
  readonly version: number;
}

journey('一件督查事项办到销号', () => {
  const city = useBrowserCity({ demoOf: ['supervision'] });

  test('立项分解、审批交办、反馈、退回、办结、核查销号、申诉', async () => {
    const officer = await city().visitAs('supervise-officer');
    const { page } = officer;
    await page.goto('/desk/supervision/matters/new');
    await page.getByLabel('事项', { exact: true }).fill('建成城区十处口袋公园');
    await page.getByLabel('来源文件或会议').fill('市政府第70次常务会议');
    await page.getByLabel('要求').fill('年内建成开放');
    await page.getByLabel('任务 1 名称').fill('建成十处口袋公园');
    await page.getByLabel('任务 1 目标').fill('全部开放');
    await page.getByLabel('任务 1 主办单位').click();
    await page.keyboard.type('市交通运输局');
    await page.keyboard.press('Enter');
    await page.getByLabel('任务 1 协办单位').click();
    await page.keyboard.type('市财政局');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByLabel('任务 1 完成时限').fill(inDays(20));
    await page.locator(`.ant-picker-dropdown:visible td[title="${inDays(20)}"]`).click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('heading', { name: '建成城区十处口袋公园' }).waitFor();
    const matter = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    const act = async (who: string, type: string, id: string, body: object) => {
      const caller = await callAs(city(), who);
      const path = `/api/flow/cases/supervision.${type}/${id}`;
      const { version } = await caller.get<Case>(path);
      await caller.post(`${path}/acts`, { version, opinion: '同意', ...body });
    };
    await act('supervise-officer', 'matter', matter, { action: 'submit' });
    await act('supervise-chief', 'matter', matter, { action: 'agree' });
    await page.reload();
    const link = page.getByRole('link', { name: '建成十处口袋公园' });
    await link.waitFor();
    await page.goto((await link.getAttribute('href')) ?? '');
    // Other opened pages stay in the background; the light's reason stands on the task's page only.
    await page.locator('.supervise-light').waitFor();
    const task = new URL(page.url()).pathname.split('/').at(-1) ?? '';

    const unit = await city().visitAs('supervise-transport');
    await unit.page.goto(`/desk/supervision/tasks/${task}`);
    await bar(unit.page)
      .getByRole('button', { name: named('签收') })
      .click();
    await press(unit.page, '签收');
    await bar(unit.page)
      .getByRole('button', { name: named('反馈进展') })
      .click();
    await drawer(unit.page).getByRole('spinbutton').first().fill('30');
    await drawer(unit.page).getByLabel('进展情况').fill('正在推进');
    await press(unit.page, '反馈进展');
    await unit.page.getByText('进度 30%').first().waitFor();

    await page.reload();
    await page.getByRole('button', { name: '退回重报' }).click();
    await page.getByLabel('退回理由').fill('没有写清建成几处');
    await page.getByRole('dialog').getByRole('button', { name: '退回', exact: true }).click();
    await page.getByText('退回理由：没有写清建成几处').waitFor();

    // The joint unit has its own light; the lead asks for a later day, the leader grants it.
    const joint = await city().visitAs('supervise-finance');
    await joint.page.goto(`/desk/supervision/tasks/${task}`);
    const own = joint.page.locator('.city-section').filter({ hasText: '协办' }).getByRole('listitem');
    await own.filter({ hasText: '市财政局' }).getByText('绿灯').waitFor();
    await unit.page.reload();
    await choose(unit.page, '延期');
    await writeOpinion(unit.page, '连续降雨，工期顺延');
    await drawer(unit.page).getByRole('spinbutton').first().fill('5');
    await press(unit.page, '延期');
    const leader = await city().visitAs('supervise-leader');
    await leader.page.goto(`/desk/supervision/tasks/${task}`);
    await leader.page.getByText('连续降雨，工期顺延').first().waitFor();
    await act('supervise-leader', 'task', task, {
      action: 'verb.decide',
      target: {
        requestId: (
          await (
            await callAs(city(), 'supervise-leader')
          ).get<{ requests: readonly { id: string }[] }>(`/api/flow/cases/supervision.task/${task}`)
        ).requests.at(-1)?.id,
        granted: true,
      },
    });
    await page.reload();
    await choose(page, '催办');
    await writeOpinion(page, '请抓紧办理');
    await press(page, '催办');
    await page.getByText('请抓紧办理').first().waitFor();
    await joint.page.reload();
    await choose(joint.page, '协办完成');
    await writeOpinion(joint.page, '资金已到位');
    await press(joint.page, '协办完成');
    await page.reload();
    await page
      .locator('.city-section')
      .filter({ hasText: '协办' })
      .getByRole('listitem')
      .filter({ hasText: '市财政局' })
      .getByText(/:\d\d 完成$/)
      .waitFor();
    await look(page, 'supervised-joint');

    const transport = await callAs(city(), 'supervise-transport');
    const evidence = [
      await transport.upload({
        name: '验收表.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('公园,结果\n一,合格\n'),
      }),
    ];
    await act('supervise-transport', 'task', task, {
      action: 'report',
      values: { progress: 100, content: '十处全部建成开放' },
    });
    await act('supervise-transport', 'task', task, { action: 'finish', values: { evidence } });
    await page.reload();
    await bar(page)
      .getByRole('button', { name: named('核查通过，销号') })
      .click();
    await writeOpinion(page, '现场核查属实');
    await press(page, '核查通过，销号');
    await page.getByText('任务已结束').waitFor();

    await unit.page.goto('/desk/supervision/scores');
    const row = unit.page.getByRole('row', { name: /市交通运输局/ });
    await row.getByRole('button').click();
    const fact = unit.page.getByRole('listitem').filter({ hasText: '没有写清建成几处' });
    await fact.getByRole('button', { name: '申诉' }).click();
    await fact.getByLabel('申诉理由').fill('当日已补充说明');
    await fact.getByRole('button', { name: '提交申诉' }).click();
    await fact.getByText('申诉中').waitFor();
    const all = [officer, unit, joint, leader];
    expect(all.flatMap(({ troubles }) => troubles)).toEqual([]);
  });
});
