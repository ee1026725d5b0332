/** Every page of every face that somebody can open, walked by axe: nobody is shut out by a missing name, a faint letter or a trap. */
import { expect, test } from 'vitest';
import { type BrowserCity, desktop, journey, phone, useBrowserCity } from '../support/browser.ts';
import { settle } from '../support/settle.ts';
import { seriousTroubles } from './parts/axe.ts';

/** Where it is not the desk's. */
const sizes: Readonly<Record<string, { width: number; height: number }>> = {
  citizen: phone,
  screen: { width: 1920, height: 1080 },
};

interface Address {
  readonly face: string;
  readonly path: string;
  readonly title: string;
  readonly account: string;
}

/** Administrators of the first start see nothing before they change their password; these are past that. */
async function makeAdministrators(city: BrowserCity): Promise<readonly string[]> {
  const roles = ['system-administrator', 'security-administrator', 'audit-administrator'];
  for (const role of roles) {
    await city.access.admin.createSubject({
      account: role,
      name: '测试管理员',
      kind: 'official',
      posts: [{ role: `access:${role}`, department: 'city-data-resources', area: '341200000000' }],
      mustChange: false,
      // The hash of nothing: they come in by session, never by password.
      passwordHash: 'none',
    });
  }
  return roles;
}

/** Each page without a part to fill in, with the first demo person or administrator whose session shows it. */
async function everyPage(city: BrowserCity): Promise<readonly Address[]> {
  const demo = (city.demo?.people ?? []).map((person) => person.account);
  const people = [...demo, ...(await makeAdministrators(city))];
  const found = new Map<string, Address>();
  for (const account of people) {
    const subject = await city.access.admin.findSubjectId(account);
    if (subject === undefined) continue;
    const reply = await city.app.inject({
      url: '/api/access/session',
      cookies: { city_session: await city.access.admin.openSession(subject) },
    });
    for (const { face, path, title } of reply.json<{ pages: Address[] }>().pages) {
      if (path.includes(':') || found.has(face + path)) continue;
      found.set(face + path, { face, path, title, account });
    }
  }
  return [...found.values()];
}

/** Pages that the same person sees at the same size: one window shows them all, so that the code is read and compiled once. */
function byWindow(pages: readonly Address[]): readonly (readonly Address[])[] {
  const windowOf = ({ account, face }: Address) => `${account} ${face}`;
  const windows = [...new Set(pages.map(windowOf))];
  return windows.map((window) => pages.filter((page) => windowOf(page) === window));
}

/** 'color-contrast (3): .ant-tag' for each grave finding of each page as it stands. */
async function findingsOf(city: BrowserCity, pages: readonly Address[]): Promise<readonly string[]> {
  const [first] = pages;
  if (first === undefined) return [];
  const visitor = await city.visitAs(first.account, { viewport: sizes[first.face] ?? desktop });
  const found: string[] = [];
  for (const { face, path, title } of pages) {
    await visitor.page.goto(`/${face}${path}`);
    await settle(visitor.page);
    const troubles = await seriousTroubles(visitor.page);
    found.push(...troubles.map((trouble) => `${face}${path} ${title}: ${trouble}`));
  }
  await visitor.context.close();
  return found;
}

journey('无障碍', () => {
  const city = useBrowserCity({ demo: { components: 90, cases: 40 } });

  test('每个页面都没有严重的无障碍问题', { timeout: 2_400_000 }, async () => {
    const pages = await everyPage(city());
    expect(pages.length).toBeGreaterThan(20);
    const findings: string[] = [];
    for (const group of byWindow(pages)) findings.push(...(await findingsOf(city(), group)));
    expect(findings).toEqual([]);
  });
});
