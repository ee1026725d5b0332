/** `npm run backup -- <folder>`: a consistent copy of the database and the files while the city goes on working. */
import path from 'node:path';
import { writeBackup } from '../engines/store/index.ts';
import { withDatabase } from './with-database.ts';

const given = process.argv[2];
if (given === undefined) {
  console.error('用法:npm run backup -- <文件夹>(不存在或为空)');
  process.exit(1);
}
const folder = path.resolve(given);

await withDatabase(async ({ url, dataDirectory }) => {
  const startedAt = Date.now();
  const { tables, files } = await writeBackup({ url, dataDirectory, folder });
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`已备份 ${tables.length} 张表 ${rows} 行、${files.count} 个文件到 ${folder}(${seconds} 秒)`);
});
