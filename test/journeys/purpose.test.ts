/** From a look that is refused without a purpose to the purpose stated, the value shown, the look drawn and doubted, and the department's answer. */
import { expect, test } from 'vitest';
import { access } from '../../engines/access/index.ts';
import { desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

journey('查询目的从说明到抽查', () => {
  const city = useBrowserCity({
    demoOf: ['data-collection', 'data-catalogue', 'data-quality', 'data-sharing', 'base-libraries'],
  });

  async function official(account: string, name: string, role: string, department: string): Promise<void> {
    const posts = [{ role, department, area: '341200000000' }];
    await city().access.admin.createSubject({ account, name, kind: 'official', mustChange: false, posts });
  }

  test('不说明看不到；说明后看到；抽中后由他人评为存疑，单位答复', async () => {
    const guard = city().services.use(access);
    const looker = await guard.principalOf((await guard.admin.findSubjectId('library-8')) ?? '');
    const department = looker.departments[0] ?? '';
    await official('look-reviewer', '韩抽查', 'access:look-reviewer', 'city-audit');
    await official('look-officer', '高安全', 'access:look-officer', department);
    await city().store.transaction((work) =>
      city().store.settings.change(work, 'access.look-sample-percent', 100),
    );

    const { page } = await city().visitAs('library-8');
    await page.goto('/desk/base-libraries/population/records?ended=false&inSource=household');
    await page.locator('.ant-table-row a').first().click();
    const eye = page.getByRole('button', { name: '查看公民身份号码' });
    await eye.click();
    await page.getByRole('heading', { name: '请说明查询目的' }).waitFor();
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByRole('heading', { name: '请说明查询目的' }).waitFor({ state: 'detached' });
    expect(await page.getByText(/^\d{17}[\dX]$/).count()).toBe(0);

    await eye.click();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText('请选择查询目的').waitFor();
    await page.getByLabel('查询目的', { exact: true }).selectOption({ label: '办理本人经手的案件或办件' });
    await page.getByLabel('案件或办件编号').fill('BJ20261126-00017');
    await page.getByLabel('具体用途').fill('核对申请人身份');
    await look(page, 'purpose-01-dialog');
    await page.setViewportSize(phone);
    await look(page, 'purpose-02-dialog-phone');
    await page.setViewportSize(desktop);
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByText(/^\d{17}[\dX]$/).waitFor();
    // The same row again needs no further word.
    await page.getByRole('button', { name: '查看姓名' }).click();
    await page.getByRole('button', { name: '查看姓名' }).waitFor({ state: 'detached' });
    await look(page, 'purpose-03-shown');

    const reviewer = await city().visitAs('look-reviewer');
    await reviewer.page.goto('/desk/access/looks');
    await reviewer.page.getByText('没有待复核的查询').waitFor();
    await reviewer.page.getByRole('button', { name: '现在抽取' }).click();
    await reviewer.page.getByText('BJ20261126-00017').waitFor();
    await look(reviewer.page, 'purpose-04-drawn');
    await reviewer.page.getByRole('button', { name: '存疑', exact: true }).click();
    await reviewer.page.locator('.ant-modal textarea').fill('办件编号查无此件，请核实');
    await reviewer.page.locator('.ant-modal .ant-btn-primary').click();
    await reviewer.page.getByRole('button', { name: /存疑 1 次$/ }).click();
    await reviewer.page.getByText('办件编号查无此件，请核实').waitFor();
    await reviewer.page.getByText('100.0%').waitFor();
    await look(reviewer.page, 'purpose-05-doubtful');
    await reviewer.page.setViewportSize(phone);
    await look(reviewer.page, 'purpose-06-phone');

    await city().store.drain();
    const officer = await city().visitAs('look-officer');
    await officer.page.goto('/desk/access/doubts');
    await officer.page.getByRole('button', { name: /^答\s?复$/ }).click();
    await officer.page.locator('.ant-modal textarea').fill('已核实，编号录入有误，补正为 BJ20261126-00071');
    await officer.page.locator('.ant-modal .ant-btn-primary').click();
    await officer.page.getByText('存疑已答复').waitFor();
    await look(officer.page, 'purpose-07-answered');
  });
});
