/** Every address that a page of an engine or a system leads to is the address of a page. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PageSpec } from '../kernel/contract.ts';
import { loadEngineFolders, loadSystemFolders } from '../scripts/load-contracts.ts';

const root = path.resolve(import.meta.dirname, '..');
const folders = [...(await loadEngineFolders()), ...(await loadSystemFolders())];
/** The faces' own pages, which no contract declares. */
const own = ['/', '/mine', '/sign-in'];
const paths = folders.flatMap(({ contract }) =>
  Object.values((contract?.pages ?? {}) as Readonly<Record<string, PageSpec>>).map((page) => page.path),
);
const forms = [...own, ...paths].map((each) => new RegExp(`^${each.replaceAll(/:\w+/g, '[^/]+')}$`));

/** to="/…", to={`/…`}, { to: '/…' } and navigate('/…'). */
const link = /(?:\bto=\{?|\bto: |\bnavigate\()\s*(['"`])(\/[^'"`]*)\1/g;

/** What is put in stands for one step of the address; the query leads nowhere else. */
function addressOf(written: string): string {
  return written.replaceAll(/\$\{[^}]*\}/g, 'x').replace(/[?#].*$/, '');
}

function linksOf(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'))
    .flatMap((file) =>
      [...readFileSync(path.join(root, folder, file), 'utf8').matchAll(link)].map(
        ([, , written]) => [path.join(folder, file), written ?? ''] as const,
      ),
    );
}

test('页面里写着的地址都有页面', () => {
  const all = folders.flatMap((folder) => linksOf(folder.path));
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, written]) => !forms.some((form) => form.test(addressOf(written))))).toEqual([]);
});
