/** The files of a dataset as others are told of them: address, media type, size and digest. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Services } from '../../../../../kernel/system.ts';
import { lake } from '../../../../../engines/lake/service.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { type Format, formatNames, formats } from '../../data/formats.ts';
import { publication } from '../../registers/publication.ts';
import { openOf, type Publication } from '../find-open.ts';
import { setting } from '../setting.ts';
import { writeFormat } from '../write-formats.ts';
import { base, home } from './base.ts';

const Measured = z.object({
  batch: z.string(),
  files: z.record(z.string(), z.object({ size: z.number(), sha256: z.string() })),
});

export interface OpenFile {
  readonly format: Format;
  readonly title: string;
  readonly mediaType: string;
  readonly url: string;
  /** Null until they have been measured, and for workbooks, which hold the moment they were made. */
  readonly size: number | null;
  readonly sha256: string | null;
}

export function filesOf(row: Publication): readonly OpenFile[] {
  const measured = Measured.safeParse(row.files).data;
  const known = measured?.batch === row.checkedBatch ? measured.files : {};
  return formatNames.map((format) => ({
    format,
    title: formats[format].title,
    mediaType: formats[format].mediaType,
    url: `${base()}/api/open-data/datasets/${row.code}/file/${format}`,
    size: known[format]?.size ?? null,
    sha256: known[format]?.sha256 ?? null,
  }));
}

async function measure(body: AsyncIterable<string | Uint8Array>) {
  const digest = createHash('sha256');
  let size = 0;
  for await (const part of body) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    digest.update(bytes);
    size += bytes.length;
  }
  return { size, sha256: digest.digest('hex') };
}

/** Once for each checked batch; conditional data has no files. */
export async function measureFiles(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const { trusted } = services.use(registers).of(publication);
  const rows = await trusted.findMany(work.db, { ...rowsChanged(change), limit: 100 });
  const wanted = rows.filter(
    (row) => row.status === 'published' && Measured.safeParse(row.files).data?.batch !== row.checkedBatch,
  );
  for (const { row, state, shown, fields } of await openOf(services, wanted)) {
    if (shown.conditional || state.batch !== row.checkedBatch) continue;
    const files: Record<string, { size: number; sha256: string }> = {};
    for (const format of formatNames.filter((each) => each !== 'xlsx')) {
      const names = fields.map(({ name }) => name);
      const most = setting(services, 'most-rows');
      const lines = services.use(lake).eachRow({ dataset: state, fields: names, most });
      const url = `${home()}/open/open-data/${row.code}`;
      files[format] = await measure(
        writeFormat(format, { code: row.code, name: row.name, fields, rows: lines, url }),
      );
    }
    const locked = await trusted.lock(work, row.id);
    if (locked?.checkedBatch === row.checkedBatch)
      await trusted.update(work, 'open-data', locked, { files: { batch: row.checkedBatch, files } });
  }
}
