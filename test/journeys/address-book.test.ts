/** The address book in the browser: found by the initials of a reading, a number shown for a reason only, on a desk and on a phone. */
import { expect, test } from 'vitest';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { look } from './parts/look.ts';

const patience = 90_000;

journey('通讯录', () => {
  const city = useBrowserCity({ demoOf: ['office'] });

  test('通讯录按拼音首字母查人,号码遮盖,写明用途才看得到', async () => {
    const { page, troubles } = await city().visitAs('office-head');
    page.setDefaultTimeout(patience);
    await page.goto('/desk/office/contacts');
    await page.getByText('欧阳建设和发展').waitFor();
    await look(page, 'contacts');
    await page.getByLabel('查找人员').fill('ww');
    await page.keyboard.press('Enter');
    const card = page.getByRole('listitem').filter({ hasText: '王文' });
    await card.getByText('139****2100').waitFor();
    await card.getByRole('button', { name: '查看手机' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('夜间值班联系');
    await page.getByRole('dialog').getByRole('button').last().click();
    await card.getByText('13905582100').waitFor();
    await look(page, 'contacts-revealed');

    const mobile = await city().visitAs('office-clerk', { viewport: phone, isMobile: true, hasTouch: true });
    mobile.page.setDefaultTimeout(patience);
    await mobile.page.goto('/desk/office/contacts?q=csjs');
    await mobile.page.getByText('欧阳建设和发展').waitFor();
    await expect
      .poll(() => mobile.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), {
        timeout: 30_000,
      })
      .toBe(true);
    // A clerk is not offered anybody's number.
    expect(await mobile.page.getByRole('button', { name: '查看手机' }).count()).toBe(0);
    await look(mobile.page, 'phone-contacts');
    expect([...troubles, ...mobile.troubles]).toEqual([]);
  });
});
