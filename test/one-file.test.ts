/** The server as `npm start` runs it, from one file: it opens, answers for every system, and finds its workers and data in the tree. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findSystems } from '../apps/server/find-systems.ts';
import { createTestDatabase } from './support/store.ts';

const file = path.resolve(import.meta.dirname, '../dist/server/main.js');
const built = existsSync(file);

test.skipIf(!built)(
  `${built ? '' : '（尚未构建，跳过）'}一个文件的服务：启动、应答每个系统、正常停止`,
  async () => {
    const database = await createTestDatabase();
    const data = await mkdtemp(path.join(tmpdir(), 'city-test-'));
    const server = spawn(process.execPath, [file], {
      env: { ...process.env, DATABASE_URL: database.url, DATA_DIR: data, CITY_DEMO: 'off', PORT: '0' },
    });
    let said = '';
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (part: Buffer) => {
        said += part.toString();
      });
    const ended = new Promise<number | null>((resolve) => server.on('exit', resolve));
    try {
      await expect.poll(() => said, { timeout: 120_000, interval: 200 }).toContain('启动用时');
      const url = /(http:\/\/localhost:\d+)\/open\//.exec(said)?.[1] ?? '';
      const page = await fetch(`${url}/open/`);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')]);
      expect((await fetch(`${url}/api/docs`)).status).toBe(200);
      const { paths } = (await (await fetch(`${url}/api/openapi.json`)).json()) as { paths: object };
      const answered = new Set(Object.keys(paths).map((one) => one.split('/')[2]));
      for (const { contract } of await findSystems())
        if (Object.keys(contract.routes).length > 0) expect(answered).toContain(contract.id);
      server.kill('SIGINT');
      expect(await ended).toBe(0);
      expect(said).not.toMatch(/Error|启动失败/);
    } finally {
      server.kill('SIGKILL');
      await ended;
      await database.drop();
      await rm(data, { recursive: true, force: true });
    }
  },
  180_000,
);

test.skipIf(!built)(`${built ? '' : '（尚未构建，跳过）'}它的工作线程和数据都在原处`, () => {
  const named = [...readFileSync(file, 'utf8').matchAll(/new URL\("([^"]+)", "(file:[^"]+)"\)/g)];
  expect(named.length).toBeGreaterThan(5);
  for (const [, inside = '', base] of named)
    expect([inside, existsSync(fileURLToPath(new URL(inside, base)))]).toEqual([inside, true]);
});
