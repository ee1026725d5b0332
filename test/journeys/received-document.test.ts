/** What came in, in the browser: proposed, instructed by hand on a phone, circulated, carried out, confirmed and filed. */
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { bar, choose, drawer, press, send, writeOpinion } from './parts/case.ts';
import { look } from './parts/look.ts';
import { actOn, openDraft, pickPeople, takeOption } from './parts/official.ts';

const title = '阜阳市数据资源管理局关于报送数据目录的通知';

journey('收文从签收到归档', () => {
  const city = useBrowserCity({ demoOf: ['office'] });

  test('签收、拟办、手机上手写批示、传阅、承办反馈、办结、归档', async () => {
    const sent = await openDraft(city(), title, ['city-government-office']);
    await actOn(city(), 'office-clerk', sent.id, { action: 'submit' });
    await actOn(city(), 'office-head', sent.id, { action: 'pass' });
    const person = await leaderOf(sent.id);
    await actOn(city(), 'office-secretary', sent.id, { action: 'pass', person });
    await actOn(city(), 'office-leader', sent.id, { action: 'sign' });
    await actOn(city(), 'office-secretary', sent.id, { action: 'number' });
    await actOn(city(), 'office-sealer', sent.id, { action: 'seal' });
    await actOn(city(), 'office-secretary', sent.id, { action: 'distribute' });

    const secretary = await city().visitAs('office-city-secretary');
    await secretary.page.goto('/desk/office/incoming');
    await secretary.page
      .getByRole('listitem')
      .filter({ hasText: title })
      .getByRole('button', { name: '签收' })
      .click();
    await secretary.page.getByRole('heading', { name: title }).waitFor();
    const id = new URL(secretary.page.url()).pathname.split('/').at(-1) ?? '';
    const number = (
      await secretary.page.getByRole('tab', { selected: true, name: /^SW/ }).first().innerText()
    ).trim();
    await choose(secretary.page, '传阅');
    await pickPeople(secretary.page, ['陈立']);
    await send(secretary.page, '传阅', number);
    await choose(secretary.page, '送领导批示');
    await drawer(secretary.page).getByLabel('拟办意见').fill('拟请秘书科办理，报请陈立同志批示');
    await send(secretary.page, '送领导批示', number);

    const reader = await city().visitAs('office-city-leader', { viewport: phone });
    await reader.page.goto('/desk/office/readings');
    await reader.page.getByText(title).first().waitFor();
    await look(reader.page, 'phone-readings');

    const leader = await city().visitAs('office-city-leader', { viewport: phone });
    await leader.page.goto('/desk/');
    await leader.page.getByText(number).first().waitFor();
    await look(leader.page, 'phone-to-do');
    await leader.page.goto(`/desk/office/incoming/${id}`);
    await choose(leader.page, '手写批示交办');
    await drawer(leader.page).getByLabel('领导批示').fill('请秘书科按时报送');
    // Found by the short name; the list shows the full one, as it stands on paper.
    await drawer(leader.page).getByLabel('承办单位').fill('市政府办');
    await takeOption(leader.page, '阜阳市人民政府办公室');
    const pad = drawer(leader.page).locator('canvas');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (box === null) throw new Error('no signature pad');
    await leader.page.mouse.move(box.x + 30, box.y + 30);
    await leader.page.mouse.down();
    for (const [x, y] of [
      [120, 70],
      [60, 80],
      [200, 30],
      [240, 60],
    ] as const)
      await leader.page.mouse.move(box.x + x, box.y + y, { steps: 6 });
    await leader.page.mouse.up();
    await drawer(leader.page).getByRole('button', { name: '签好了' }).click();
    await drawer(leader.page).getByRole('img', { name: '手写签名' }).waitFor();
    await look(leader.page, 'phone-instruction');
    await press(leader.page, '手写批示交办');
    await leader.page.getByText('请秘书科按时报送').first().waitFor();

    await secretary.page.reload();
    await choose(secretary.page, '反馈办理情况');
    await drawer(secretary.page).getByLabel('办理情况').fill('目录已于本日报送');
    await send(secretary.page, '反馈办理情况', number);
    await choose(secretary.page, '办结');
    await writeOpinion(secretary.page, '同意办结');
    await send(secretary.page, '办结', number);
    await bar(secretary.page)
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
    await secretary.page.getByRole('button', { name: /^归\s*档$/ }).click();
    await secretary.page.getByRole('dialog').getByLabel('保管期限').click();
    await secretary.page.locator('.ant-select-item-option').filter({ hasText: '30年' }).click();
    await secretary.page
      .getByRole('dialog')
      .getByRole('button', { name: /^归\s*档$/ })
      .click();
    await secretary.page.getByRole('link', { name: /^已归档/ }).waitFor();
    await look(secretary.page, 'received-filed');
    const all = [secretary, reader, leader];
    expect(all.flatMap(({ troubles }) => troubles)).toEqual([]);
  });

  async function leaderOf(id: string): Promise<string> {
    const caller = await callAs(city(), 'office-secretary');
    const { people } = await caller.get<{ people: readonly { id: string }[] }>(
      `/api/flow/cases/office.outgoing/${id}/candidates?action=pass`,
    );
    return people[0]?.id ?? '';
  }
});
