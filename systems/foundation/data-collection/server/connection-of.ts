/** A source's row as the connection that the lake opens, and a dataset's row as the load that it asks for. */
import { Connection, LakeFields, type LoadMode, SourceObject } from '../../../../engines/lake/contract.ts';
import type { LoadPlan } from '../../../../engines/lake/service.ts';
import { errors } from '../errors.ts';
import type { DatasetRow, SourceRow } from './reach.ts';

/** Throws data-collection.connectionIncomplete with the field that lacks. */
export function connectionOf(row: SourceRow): Connection {
  const given = {
    kind: row.kind,
    ...(row.host === null ? {} : { host: row.host }),
    ...(row.port === null ? {} : { port: Number(row.port) }),
    ...(row.database === null ? {} : { database: row.database, vhost: row.database }),
    ...(row.user === null ? {} : { user: row.user }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.keyHeader === null ? {} : { keyHeader: row.keyHeader }),
  };
  const checked = Connection.safeParse(given);
  if (checked.success) return checked.data;
  const titles: Readonly<Record<string, string>> = {
    host: '主机',
    port: '端口',
    database: '库名',
    user: '用户名',
    url: '接口地址',
    kind: '类型',
    keyHeader: '密钥请求头',
  };
  const field = String(checked.error.issues[0]?.path[0] ?? 'kind');
  throw errors.connectionIncomplete({ field: titles[field] ?? field });
}

export function planOf(
  row: DatasetRow,
  from: SourceRow,
  more: Pick<LoadPlan, 'declared' | 'replay'> = {},
): LoadPlan {
  return {
    dataset: row.id,
    title: row.name,
    source: from.id,
    connection: connectionOf(from),
    object: SourceObject.parse(row.object),
    mode: row.mode as LoadMode,
    ...(row.follow === null ? {} : { follow: row.follow }),
    fields: LakeFields.parse(row.fields),
    ...more,
  };
}
