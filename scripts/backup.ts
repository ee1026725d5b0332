/** `npm run backup -- <folder>`: a consistent copy of the database and the files while the city goes on working, sealed for the holder of a private key. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeBackup } from '../engines/store/index.ts';
import {
  type Envelope,
  makeEnvelope,
  makeRecipient,
  readRecipient,
  recipientMark,
} from '../engines/trust/index.ts';
import { endWith, withDatabase } from './with-database.ts';

const usage = `用法:npm run backup -- <文件夹> [--to <公钥文件>]   加密备份(文件夹不存在或为空)
     npm run backup -- --new-key <文件夹>            生成备份密钥对(可在不联网的机器上运行)
     npm run backup -- <文件夹> --plain              不加密
公钥文件也可用环境变量 BACKUP_PUBLIC_KEY 指定，或放在 DATA_DIR/backup-public.pem。`;

/** Neither file is ever written over: with a lost private key all backups made for it are lost. */
async function makeKey(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { publicPem, privatePem } = makeRecipient();
  const [publicFile, privateFile] = ['backup-public.pem', 'backup-private.pem'].map((name) =>
    path.join(folder, name),
  ) as [string, string];
  await writeFile(privateFile, privatePem, { mode: 0o600, flag: 'wx' });
  await writeFile(publicFile, publicPem, { mode: 0o644, flag: 'wx' });
  console.log(`已生成备份密钥对，公钥标识 ${recipientMark(readRecipient(publicPem))}
  公钥：${publicFile}
        拷到城市的机器上，放在 DATA_DIR/backup-public.pem，或用 BACKUP_PUBLIC_KEY 指定。
  私钥：${privateFile}
        请立即移到两处离线介质，分开保管，不要留在城市的机器上。
        恢复时要用它；丢失后，用这把公钥加密的备份谁也打不开。`);
}

async function openEnvelopeFor(file: string): Promise<Envelope> {
  const pem = await readFile(file, 'utf8').catch(() => undefined);
  if (pem === undefined)
    throw new Error(`没有备份公钥 ${file}。先用 --new-key 生成一对，或用 --plain 明确不加密。\n${usage}`);
  return makeEnvelope(readRecipient(pem));
}

const { values, positionals } = parseArgs({
  options: { 'new-key': { type: 'string' }, to: { type: 'string' }, plain: { type: 'boolean' } },
  allowPositionals: true,
});
const newKey = values['new-key'];
const [given] = positionals;
if (newKey !== undefined) await endWith(() => makeKey(path.resolve(newKey)));
if (given === undefined || (values.plain === true && values.to !== undefined)) {
  console.error(usage);
  process.exit(1);
}
const folder = path.resolve(given);

await withDatabase(async ({ url, dataDirectory, backupKeyFile }) => {
  const startedAt = Date.now();
  const envelope = values.plain ? undefined : await openEnvelopeFor(values.to ?? backupKeyFile);
  if (envelope === undefined)
    console.error('注意：备份不加密，其中有个人信息和口令摘要，须与数据库同等保管。');
  const { manifest, print } = await writeBackup({ url, dataDirectory, folder, envelope });
  const { tables, files } = manifest;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`已备份 ${tables.length} 张表 ${rows} 行、${files.count} 个文件到 ${folder}(${seconds} 秒)
指纹 ${print}
请把指纹记在别处：恢复时用 --print 核对，换成别的备份(伪造的、更早的)就会被拒绝。`);
});
