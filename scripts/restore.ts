/** `npm run restore -- <folder> --key <file>`: brings a backup into an empty database; verifies all of it first and commits it at once. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from '../engines/store/index.ts';
import { openEnvelope, readRecipientPair } from '../engines/trust/index.ts';
import { withDatabase } from './with-database.ts';

const usage = `用法:npm run restore -- <备份文件夹> --key <私钥文件> [--print <指纹>]
     npm run restore -- <备份文件夹> --plain [--print <指纹>]     未加密的备份
目标由 DATABASE_URL 或新的 DATA_DIR 指定，须为空库。`;

const { values, positionals } = parseArgs({
  options: { key: { type: 'string' }, plain: { type: 'boolean' }, print: { type: 'string' } },
  allowPositionals: true,
});
const [given] = positionals;
const keyFile = values.key;
if (given === undefined || (keyFile === undefined) !== (values.plain === true)) {
  console.error(usage);
  process.exit(1);
}
const folder = path.resolve(given);

await withDatabase(async ({ url, dataDirectory }) => {
  const startedAt = Date.now();
  const pair = keyFile === undefined ? undefined : readRecipientPair(await readFile(keyFile, 'utf8'));
  const { manifest, print } = await restoreBackup({
    url,
    dataDirectory,
    folder,
    ...(pair && { openHead: (head) => openEnvelope(head, pair) }),
    ...(values.print !== undefined && { print: values.print }),
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `已恢复 ${manifest.madeAt} 的备份:${manifest.tables.length} 张表 ${rows} 行、${manifest.files.count} 个文件(${seconds} 秒)\n指纹 ${print}`,
  );
});
