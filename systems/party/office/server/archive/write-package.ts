/** 移交包: one zip with the metadata of each item (elements of DA/T 46-2009), its files as they were kept, and the SM3 of everything. */
import { createHash } from 'node:crypto';
import { strToU8, type Zippable, zip } from 'fflate';
import type { Paper } from '../../../../../engines/access/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { documentTable } from '../../data/document-kinds.ts';
import { errors } from '../../errors.ts';
import { departmentName } from '../department-list.ts';
import { type Item, itemDigests, itemsOf, openTransfer } from './transfer-items.ts';

function escape(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? '');
}

function element(name: string, value: string | number | null): string {
  return value === null || value === '' ? '' : `<${name}>${escape(String(value))}</${name}>`;
}

/** A name that is safe as one part of a path in any system. */
function partOf(name: string): string {
  return name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/, '_');
}

function describe(services: Services, item: Item, paths: ReadonlyMap<string, string>): string {
  const retention = documentTable.retentions.rows.find(({ code }) => code === item.retention)?.name;
  const files = itemDigests(item).map(({ file, name, size, sm3 }) =>
    [
      '<电子属性>',
      element('计算机文件名', name),
      element('计算机文件大小', size),
      element('相对路径', paths.get(file) ?? null),
      '<数字摘要 算法="SM3">',
      sm3,
      '</数字摘要>',
      '</电子属性>',
    ].join(''),
  );
  return [
    '<文件><聚合层次>件</聚合层次>',
    element('立档单位名称', departmentName(services, item.organ)),
    element('档号', item.number),
    element('年度', item.year),
    element('保管期限', retention ?? item.retention),
    element('件号', item.serial),
    element('题名', item.title),
    element('文件编号', item.documentNumber),
    element('日期', item.dated),
    ...files,
    '</文件>',
  ].join('');
}

async function contentOf(services: Services, file: string): Promise<Uint8Array | undefined> {
  const { files } = services.use(store);
  const kept = await files.find(file);
  if (kept === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of files.read(kept)) parts.push(part as Uint8Array);
  return Buffer.concat(parts);
}

function sm3Of(body: Uint8Array): string {
  return createHash('sm3').update(body).digest('hex');
}

function zipped(entries: Zippable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // Most of it is compressed already.
    zip(entries, { level: 0 }, (problem, made) => (problem === null ? resolve(made) : reject(problem)));
  });
}

export async function writePackage(services: Services, items: readonly Item[]): Promise<Uint8Array> {
  const entries: Record<string, Uint8Array> = {};
  const described: string[] = [];
  for (const item of items) {
    const folder = partOf(item.number);
    const paths = new Map<string, string>();
    for (const [index, { file, name, sm3 }] of itemDigests(item).entries()) {
      const body = await contentOf(services, file);
      // The list names its digest: a package without it, or with another, would not be what it says.
      if (body === undefined || sm3Of(body) !== sm3) throw errors.archiveChanged({ title: item.title });
      const path = `${folder}/${index + 1}-${partOf(name)}`;
      paths.set(file, path);
      entries[path] = body;
    }
    if (item.content !== null) entries[`${folder}/正文.json`] = strToU8(JSON.stringify(item.content));
    described.push(describe(services, item, paths));
  }
  entries['目录.xml'] = strToU8(
    `<?xml version="1.0" encoding="UTF-8"?>\n<移交目录 元数据="DA/T 46-2009（元素名称凭记忆，布局为本地默认）">${described.join('\n')}</移交目录>\n`,
  );
  const sums = Object.entries(entries).map(([path, body]) => `${sm3Of(body)}  ${path}\n`);
  return zipped({ ...entries, 'SM3SUMS.txt': strToU8(sums.join('')) });
}

export const transferPaper: Paper = {
  title: '档案移交包',
  owner: 'city-archives',
  approve: 'data-protection:approve-exports',
  module: 'office',
  object: 'office.archive-transfer',
  async make(context, id) {
    const row = await openTransfer(context, id);
    const items = await itemsOf(context, context.use(store).db, id);
    const body = await writePackage(context, items);
    return { contentType: 'application/zip', body, fileName: `${row.title}.zip` };
  },
};
