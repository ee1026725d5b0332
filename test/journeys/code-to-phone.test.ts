/** An old man enrolled at the window takes his code over on his phone: real name, the paper before the camera, the code of this minute; the paper goes on. */
import { encode } from 'uqr';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Context } from '../../kernel/system.ts';
import { issuePaper } from '../../systems/government/city-code/server/family/enrol.ts';
import { journey, phone, useBrowserCity } from '../support/browser.ts';
import { callAs } from './parts/api.ts';
import { look } from './parts/look.ts';

/** 演示: known to the simulated check of names. */
const person = { name: '秦安', idCard: '341202195501129925' };
const account = '13900000177';

async function picture(text: string): Promise<Buffer> {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dots.join('')}"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

journey('窗口办的安康码转到手机', () => {
  const city = useBrowserCity({ demoOf: ['city-code'] });

  test('实名核验、扫纸质码、选择照用，手机上出码，来历看得见', async () => {
    const clerk = (await city().access.admin.findSubjectId('code-window')) ?? '';
    const principal = await city().access.principalOf(clerk);
    const context = { use: (key) => city().services.use(key), principal, now: new Date() } as Context;
    const paper = await issuePaper(context, { ...person, scene: 'medical' });
    await city().access.admin.createSubject({
      account,
      name: person.name,
      kind: 'citizen',
      mustChange: false,
      passwordHash: 'none',
    });
    const own = await callAs(city(), account);
    const { shown } = await own.post<{ shown: string }>('/api/access/identity/phone-code', {});
    await own.post('/api/access/identity/phone', { code: shown });
    await own.post('/api/access/identity/name', { idCard: person.idCard });

    const { page } = await city().visitAs(account, { viewport: phone });
    await page.goto('/citizen/city-code');
    await page.getByRole('button', { name: '第一次申领' }).waitFor();
    await look(page, 'code-first');
    await page.getByRole('button', { name: '在窗口办过，转到手机' }).click();
    await page.getByLabel(/身份证号/).fill(person.idCard);
    const buffer = await picture(paper.code);
    await page
      .locator('.scan-ways input')
      .setInputFiles({ name: '纸质码.png', mimeType: 'image/png', buffer });
    await page.getByText('已读到纸质码').waitFor();
    await look(page, 'code-takeover');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
    await page.getByRole('button', { name: '转到这部手机' }).click();
    await page.getByText('秒后换新').waitFor();
    await look(page, 'code-taken-over');
    await page.goto('/citizen/city-code/history');
    await page.getByText('已转到手机，纸质码照用').waitFor();
    await page.getByText('窗口代办').waitFor();
    await look(page, 'code-origin');
  });
});
