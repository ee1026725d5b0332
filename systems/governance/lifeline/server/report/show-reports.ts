/** Reports as pages and as a document. */
import type { Row } from '../../../../../kernel/register.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { errors } from '../../errors.ts';
import { report } from '../../registers/report.ts';
import { changeText } from '../../report/report-periods.ts';
import { Figure, ReportIncident, type reportRoutes } from '../../routes/report-routes.ts';

const most = 200;

function headOf(row: Row<typeof report>) {
  return {
    id: row.id,
    title: row.title ?? '',
    kind: row.kind === 'month' ? ('month' as const) : ('day' as const),
    from: row.from ?? '',
    to: row.to ?? '',
    status: row.status ?? 'waiting',
    progress: row.progress ?? 0,
    message: row.message,
    madeAt: row.madeAt,
  };
}

export const showReports: Handler<typeof reportRoutes.reports> = async ({ kind }, context) => {
  const { rows } = await context
    .use(registers)
    .of(report)
    .list(context.principal, { ...(kind === undefined ? {} : { where: { kind } }), size: most });
  return { reports: rows.map(headOf) };
};

export const showReport: Handler<typeof reportRoutes.report> = async ({ id }, context) => {
  const row = await context.use(registers).of(report).get(context.principal, id);
  return {
    ...headOf(row),
    figures: Figure.array().safeParse(row.figures).data ?? [],
    incidents: ReportIncident.array().safeParse(row.incidents).data ?? [],
  };
};

function valueText(value: number | null, unit: string): string {
  if (value === null) return '—';
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;
}

function momentText(iso: string | null): string {
  if (iso === null) return '—';
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
}

export const renderReport: Handler<typeof reportRoutes.reportFile> = async ({ id }, context) => {
  const row = await context.use(registers).of(report).get(context.principal, id);
  const { title, from, to, madeAt, status } = headOf(row);
  if (status !== 'done') throw errors.reportUnfinished();
  const figures = Figure.array().parse(row.figures);
  const incidents = ReportIncident.array().parse(row.incidents);
  const guard = context.use(access);
  const body = await context.use(documents).renderPdf({
    title,
    subtitle: from === to ? from : `${from} 至 ${to}`,
    footer: `城市生命线监测中心　${momentText(madeAt)} 生成`,
    ...(guard.demo ? { watermark: '演示数据' } : {}),
    blocks: [
      { heading: '一、主要数字' },
      {
        table: {
          head: ['指标', '本期', '上期', '变化', '说明'],
          widths: ['*', 'auto', 'auto', 'auto', 'auto'],
          rows: figures.map((each) => [
            each.title,
            valueText(each.value, each.unit),
            valueText(each.before, each.unit),
            changeText(each.value, each.before),
            each.parts ?? '',
          ]),
        },
      },
      { heading: `二、本期立案的联合处置（${incidents.length} 件）` },
      incidents.length === 0
        ? { text: '本期没有立案。' }
        : {
            table: {
              head: ['编号', '事件', '专项', '级别', '环节', '立案', '结案'],
              widths: ['auto', '*', 'auto', 'auto', 'auto', 'auto', 'auto'],
              rows: incidents.map((each) => [
                each.number,
                each.title,
                each.kind,
                each.level,
                each.stage,
                momentText(each.openedAt),
                momentText(each.closedAt),
              ]),
            },
          },
      { text: '上期为零或没有数据的，变化记“—”；没有分母的比率记“—”。', note: true },
    ],
  });
  await guard.auditAlone(context.principal, {
    module: 'lifeline',
    event: 'export',
    objectType: 'lifeline.report',
    objectId: id,
    result: 'success',
  });
  return { contentType: 'application/pdf', body, fileName: `${title}.pdf` };
};
