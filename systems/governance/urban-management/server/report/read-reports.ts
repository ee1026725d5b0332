/** A citizen follows his own reports, their photos among them. */
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { errors } from '../../errors.ts';
import type { reportRoutes } from '../../routes/report-routes.ts';
import { getReport } from './find-report.ts';
import { showReport, summarise } from './show-report.ts';

const pageSize = 20;

export const listReports: Handler<typeof reportRoutes.myReports> = async ({ page }, context) => {
  // Pages are cut from the newest; nobody has so many reports that reading them over would hurt.
  const rows = await context
    .use(registers)
    .of(urbanCase)
    .trusted.findMany(context.use(store).db, {
      filter: { field: 'initiator', is: 'equal', value: context.principal.id },
      sort: '-openedAt',
      limit: page * pageSize + 1,
    });
  return {
    rows: rows
      .slice((page - 1) * pageSize, page * pageSize)
      .map((row) => summarise(context, row, context.now)),
    more: rows.length > page * pageSize,
  };
};

export const readReport: Handler<typeof reportRoutes.myReport> = async ({ id }, context) =>
  showReport(context, await getReport(context, context.principal, id), context.now);

export const readReportPhoto: Handler<typeof reportRoutes.reportPhoto> = async ({ id, file }, context) => {
  const row = await getReport(context, context.principal, id);
  const shown = showReport(context, row, context.now);
  const { files } = context.use(store);
  const found = [...shown.photosBefore, ...shown.photosAfter].includes(file)
    ? await files.find(file)
    : undefined;
  if (found === undefined) throw errors.notYours();
  return {
    contentType: found.contentType,
    body: files.read(found),
    headers: {
      'cache-control': 'private, max-age=3600',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  };
};
