/** What each face sends before its own page: a library that slips into the first load of all is seen here, and not by people who wait. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const pages = path.resolve(import.meta.dirname, '../..', process.env['CITY_PAGES'] ?? 'dist/web');
/** Compressed bytes of scripts and styles. */
const limit = 400 * 1024;

async function firstLoad(face: string): Promise<number> {
  const page = await readFile(path.join(pages, face, 'index.html'), 'utf8');
  const files = new Set(page.match(/assets\/[\w.-]+\.(?:js|css)/g));
  expect(files.size).toBeGreaterThan(3);
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(path.join(pages, file))).length;
  return bytes;
}

test.skipIf(!existsSync(pages)).for(['desk', 'citizen', 'screen', 'open'])(
  '%s 首次打开传送的脚本和样式不超过 400 KiB（网页还没有构建时跳过）',
  async (face) => {
    expect(await firstLoad(face)).toBeLessThanOrEqual(limit);
  },
);
