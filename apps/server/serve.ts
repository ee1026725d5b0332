/** Opens the city: database, engines, systems, demo data, web — and closes it cleanly when asked. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../engines/store/index.ts';
import type { System } from '../../kernel/system.ts';
import { createCity } from './create-city.ts';
import { readSettings, type ServerSettings } from './settings.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The roots lie in a file, so that a certificate can be looked at before it is trusted. */
async function readStamping({ stampAddresses, stampRoots }: ServerSettings) {
  if (stampAddresses.length === 0) return undefined;
  if (stampRoots === undefined) throw new Error('设了 TSA_URLS,还须用 TSA_ROOTS 指定根证书文件(PEM)');
  return { addresses: stampAddresses, roots: await readFile(stampRoots, 'utf8') };
}

async function open(systems: readonly System[]): Promise<void> {
  const startedAt = Date.now();
  const settings = readSettings(process.env);
  const embedded =
    settings.databaseUrl === undefined
      ? await startEmbeddedPostgres({ directory: path.join(settings.dataDirectory, 'postgres') })
      : undefined;
  const city = await createCity({
    ...settings,
    databaseUrl: settings.databaseUrl ?? embedded?.url ?? '',
    stamping: await readStamping(settings),
    systems,
    pages: path.resolve(import.meta.dirname, '../../dist/web'),
    log: true,
    say,
  });
  await city.begin();
  const address = await city.app.listen({ port: settings.port, host: settings.host });
  announce(
    settings.publicUrl ?? address.replace('127.0.0.1', 'localhost').replace('0.0.0.0', 'localhost'),
    city.firstAccounts,
    city.demo,
  );
  say(`启动用时 ${((Date.now() - startedAt) / 1000).toFixed(1)} 秒。按 Ctrl+C 停止。`);

  let closing = false;
  async function close(): Promise<void> {
    if (closing) return;
    closing = true;
    say('正在停止：不再接收新请求，等待处理中的请求完成……');
    const late = setTimeout(() => process.exit(1), 20_000);
    late.unref();
    await city.close();
    await embedded?.stop();
    process.exit(0);
  }
  process.on('SIGTERM', () => void close());
  process.on('SIGINT', () => void close());
}

interface Shown {
  readonly account: string;
  readonly name: string;
  readonly password: string;
}

function announce(
  base: string,
  administrators: readonly Shown[],
  demo: { password: string; people: readonly Shown[] } | undefined,
): void {
  say('');
  say('数字阜阳已启动');
  say(`  开放门户  ${base}/open/      规划全景  ${base}/open/plan`);
  say(`  工作台    ${base}/desk/      市民端    ${base}/citizen/`);
  say(`  一屏      ${base}/screen/    接口文档  ${base}/api/docs`);
  if (administrators.length > 0) {
    say('');
    say('  管理员账号(口令只显示这一次，首次登录须修改):');
    for (const one of administrators) say(`    ${one.account.padEnd(12)} ${one.password}   ${one.name}`);
  }
  if (demo !== undefined) {
    say('');
    say(`  演示数据已载入。演示账号共用口令:${demo.password}(保存在数据目录的 demo-password.txt)`);
    for (const one of demo.people) say(`    ${one.account.padEnd(12)} ${one.name}`);
  }
  say('');
}

/** Ends the process with a sentence when the city cannot be opened. */
export function serve(systems: readonly System[]): void {
  open(systems).catch((problem: unknown) => {
    process.stderr.write(`启动失败:${problem instanceof Error ? problem.message : String(problem)}\n`);
    if (process.env['CITY_DEBUG'] === 'on') console.error(problem);
    process.exit(1);
  });
}
