/** 案卷: the whole case on paper, with timeline and photographs, as this reader may see it. */
import { buffer } from 'node:stream/consumers';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { access, type Paper } from '../../../../../engines/access/service.ts';
import { type Block, documents } from '../../../../../engines/documents/service.ts';
import { flow, type TimelineEntry } from '../../../../../engines/flow/service.ts';
import { registers, type Seen } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { findMatterClass } from '../../data/matters.ts';
import { findSource } from '../../data/small-lists.ts';
import type { caseRoutes } from '../../routes/case-routes.ts';
import { stageTitle } from './stage-title.ts';

type SeenCase = Seen<typeof urbanCase>;

/** A file of a case, not an album: the rest is seen on the screen. */
const mostPhotos = 12;

function showMoment(at: string | null): string {
  if (at === null) return '—';
  const instant = new Date(at);
  return `${shanghaiDate(instant)} ${shanghaiTime(instant).slice(0, 5)}`;
}

function facts(context: Context, row: SeenCase): Block {
  const unit = row.leadUnit === null ? undefined : context.use(access).findDepartment(row.leadUnit);
  return {
    columns: 2,
    fields: [
      ['案件编号', row.number],
      ['当前状态', stageTitle(row)],
      ['来源', findSource(row.source)?.name ?? row.source],
      ['事项小类', row.matter === null ? '—' : (findMatterClass(row.matter)?.name ?? row.matter)],
      ['事发位置', row.address],
      ['单元网格', row.grid ?? '—'],
      ['适用标准', row.standard ?? '—'],
      ['处置单位', unit?.name ?? '—'],
      ['报告人', row.reporterName ?? '—'],
      ['联系电话', row.reporterPhone ?? '—'],
      ['上报时间', showMoment(row.openedAt)],
      ['办结时限', showMoment(row.dueAt)],
      ['办结时间', showMoment(row.closedAt)],
      ['满意度', row.rating === null ? '—' : `${row.rating} 分`],
    ],
  };
}

function timelineTable(context: Context, entries: readonly TimelineEntry[]): Block {
  const departments = context.use(access);
  return {
    table: {
      head: ['时间', '办理人', '操作', '意见'],
      widths: ['auto', 'auto', 'auto', '*'],
      rows: entries.map((entry) => {
        const unit =
          entry.department === null ? '' : (departments.findDepartment(entry.department)?.shortName ?? '');
        return [
          showMoment(entry.at),
          `${unit}${unit === '' ? '' : '\n'}${entry.actorName}`,
          entry.late === true ? `${entry.title}(超时)` : entry.title,
          entry.opinion ?? '',
        ];
      }),
    },
  };
}

async function pictures(context: Context, ids: readonly string[], caption: string) {
  const { files } = context.use(store);
  const found = await Promise.all(ids.map((id) => files.find(id)));
  const images = found.filter((file) => file?.contentType.startsWith('image/')).slice(0, mostPhotos);
  return Promise.all(
    images.map(async (file, index) => ({
      data: file === undefined ? new Uint8Array() : new Uint8Array(await buffer(files.read(file))),
      caption: `${caption} ${index + 1}`,
    })),
  );
}

export const caseFilePaper: Paper = {
  title: '城市管理案卷',
  owner: 'city-urban-management',
  approve: 'data-protection:approve-exports',
  module: 'urban-management',
  object: 'urban-management.case',
  async make(context, id, note) {
    const row = await context.use(registers).of(urbanCase).get(context.principal, id);
    const entries = await context.use(flow).timeline(context.principal, 'urban-management.case', id);
    const images = [
      ...(await pictures(context, row.photosBefore ?? [], '处置前')),
      ...(await pictures(context, row.photosAfter ?? [], '处置后')),
    ];
    const body = await context.use(documents).renderPdf({
      title: '城市管理案卷',
      subtitle: `${row.number} ${row.title ?? ''}`,
      footer: note,
      ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
      blocks: [
        facts(context, row),
        { heading: '问题描述' },
        { text: row.description },
        { heading: '处置情况' },
        { text: row.result ?? '—' },
        { heading: '流转记录' },
        timelineTable(context, entries),
        ...(images.length === 0 ? [] : [{ heading: '照片' } as const, { images } as const]),
      ],
    });
    return { contentType: 'application/pdf', body, fileName: `${row.number}.pdf` };
  },
};

export const renderCaseFile: Handler<typeof caseRoutes.caseFile> = ({ id }, context) =>
  context.use(access).exits.hand(context, 'urban-management.case-file', id);
