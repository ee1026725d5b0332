/** What a backup folder holds, and what may be wrong with one. */
import path from 'node:path';
import { conflict, defineErrors, invalid } from '../../../../kernel/errors.ts';

/**
 * The manifest is written last, so that a broken-off backup has none. tables/<name>.copy.gz: rows in the text form of COPY, which every PostgreSQL
 * reads; files/ by digest as in the data folder. In a sealed backup each of them, the manifest too, is a part of one envelope (decision 027).
 */
export interface Manifest {
  readonly format: 1;
  readonly madeAt: string;
  readonly server: string;
  readonly tables: readonly TableCopy[];
  readonly files: { readonly count: number; readonly bytes: number };
}

export interface TableShape {
  readonly name: string;
  readonly unlogged: boolean;
  /** Storage parameters, 'fillfactor=90'. */
  readonly options: readonly string[];
  readonly columns: readonly ColumnShape[];
  /** As PostgreSQL writes them: 'PRIMARY KEY (id)'. */
  readonly constraints: readonly { readonly name: string; readonly definition: string }[];
  /** Whole CREATE INDEX statements, without those that constraints bring. */
  readonly indexes: readonly string[];
  /** 'RANGE (at)'; absent for an ordinary table. The rows of all partitions are kept together under the parent's name. */
  readonly partitionBy?: string;
  /** 'FOR VALUES FROM (…) TO (…)' by name. */
  readonly partitions?: readonly PartitionShape[];
}

export interface PartitionShape {
  readonly name: string;
  readonly bounds: string;
  /** Storage parameters; a parent has none of its own. */
  readonly options: readonly string[];
}

export interface ColumnShape {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** '' or how the identity is generated. */
  readonly identity: '' | 'always' | 'by default';
  /** Where the identity's numbers had come to; null when none was given out. */
  readonly last: number | null;
}

export interface TableCopy extends TableShape {
  /** undefined for an unlogged table, whose rows are not kept. */
  readonly file?: string;
  readonly rows: number;
  /** SHA-256 of the file, hex. */
  readonly digest?: string;
}

export const backupErrors = defineErrors('backup', {
  folderUsed: conflict('文件夹 {folder} 不是空的，请另选一个'),
  noManifest: invalid('{folder} 不是完整的备份：没有清单'),
  keyNeeded: invalid('{folder} 是加密的备份，请用 --key 给出私钥文件'),
  notSealed: invalid('{folder} 是未加密的备份，谁都可能改过；确要恢复请用 --plain'),
  otherBackup: invalid('不是所要的备份：指纹应为 {wanted}，实为 {found}'),
  newerFormat: invalid('该备份由更新的版本生成(格式 {format}),请先升级'),
  damaged: invalid('备份已损坏：{file} 与清单中的摘要不符'),
  fileMissing: invalid('备份不完整：缺少 {file}'),
  rowsDiffer: invalid('恢复后核对失败：表 {table} 应有 {wanted} 行，实有 {found} 行'),
  notEmpty: conflict('目标数据库不是空的(有 {count} 张表);恢复只写入空数据库'),
});

/** Where a file's content lies, in the data folder and in a backup alike. */
export function filePlace(root: string, digest: string): string {
  return path.join(root, digest.slice(0, 2), digest.slice(2, 4), digest);
}
