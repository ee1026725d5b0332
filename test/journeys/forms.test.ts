/** A form is changed in the browser, checked, published, and filled in by somebody else on a desk and on a phone. */
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { openMenu } from './parts/session.ts';

journey('改一张申请表', () => {
  const city = useBrowserCity({ demoOf: ['office'] });

  test('设计员加条件、看见错误、改好发布;申请人按新表填写,暂存的换台机器还在', async () => {
    const designer = await city().visitAs('forms-designer');
    const { page } = designer;
    await page.goto('/desk/');
    await openMenu(page, '流程与规则', '表单');
    await page.getByLabel('查找表单').fill('用印');
    await page.getByRole('link', { name: '用印', exact: true }).click();
    await page.getByRole('button', { name: '开始设计' }).click();
    await page.getByText('检查通过，可以发布').waitFor();

    await page.locator('#forms-cell-sendTo').click();
    await page.getByRole('textbox', { name: '显示条件' }).fill('colour = "红"');
    await page.getByText('“报送单位”的显示条件里的“colour”不是本表单的字段').waitFor();
    await page.getByRole('textbox', { name: '显示条件' }).fill('');
    await page.locator('#forms-cell-scans').click();
    await page.getByRole('textbox', { name: '必填条件' }).fill('copies > 10');
    await page.locator('#forms-cell-scans').press('Alt+ArrowUp');
    await page.getByText('检查通过，可以发布').waitFor();
    const preview = page.getByRole('region', { name: '预览' });
    await preview.getByText('手机 375').click();
    await preview.getByLabel('份数').fill('20');
    await preview.locator('.ant-form-item-required', { hasText: '待用印文件' }).waitFor();
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText('草稿已保存').waitFor();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByText('已发布，新填写的按这一版').waitFor();
    expect(designer.troubles).toEqual([]);

    const clerk = await city().visitAs('office-clerk');
    await clerk.page.goto('/desk/office/matters/seal-use/new');
    await clerk.page.getByLabel('文件名称').fill('数据共享协议');
    await clerk.page.getByLabel('份数').fill('20');
    await clerk.page.getByText(/^已暂存/).waitFor();
    await clerk.page.getByRole('button', { name: '提交申请' }).click();
    await clerk.page.getByText('请填写待用印文件').waitFor();
    expect(clerk.troubles).toEqual([]);

    const other = await city().visitAs('office-clerk', { viewport: phone });
    await other.page.goto('/desk/office/matters/seal-use/new');
    await other.page.getByText(/^已恢复您/).waitFor();
    await other.page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
    expect(await other.page.getByLabel('文件名称').inputValue()).toBe('数据共享协议');
    await other.page.getByLabel('份数').fill('2');
    await other.page.getByLabel('报送单位').fill('市财政局');
    await other.page.getByLabel('用途').fill('签订协议');
    await other.page.locator('#open-seal').click();
    await other.page.locator('.ant-select-item-option', { hasText: '单位公章' }).click();
    await other.page.getByRole('button', { name: '提交申请' }).click();
    await other.page.getByText('部门审批').first().waitFor();
    expect(other.troubles).toEqual([]);
  });
});
