/** `npm run restore -- <folder>`: brings a backup into an empty database; verifies all of it first and commits it at once. */
import path from 'node:path';
import { restoreBackup } from '../engines/store/index.ts';
import { withDatabase } from './with-database.ts';

const given = process.argv[2];
if (given === undefined) {
  console.error('用法:npm run restore -- <备份文件夹>(目标由 DATABASE_URL 或新的 DATA_DIR 指定，须为空库)');
  process.exit(1);
}
const folder = path.resolve(given);

await withDatabase(async ({ url, dataDirectory }) => {
  const startedAt = Date.now();
  const { tables, files, madeAt } = await restoreBackup({ url, dataDirectory, folder });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `已恢复 ${madeAt} 的备份:${tables.length} 张表 ${rows} 行、${files.count} 个文件(${seconds} 秒)`,
  );
});
