/** A citizen reports a trouble from the phone; a draft sent twice opens one case. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { urbanCase } from '../../case/urban-case.ts';
import { getSource } from '../../data/small-lists.ts';
import { errors } from '../../errors.ts';
import type { reportRoutes } from '../../routes/report-routes.ts';
import { setting } from '../setting.ts';

export const sendReport: Handler<typeof reportRoutes.report> = async (input, context) => {
  const { principal, now } = context;
  const most = setting(context, 'reports-per-day');
  const today = await context
    .use(registers)
    .of(urbanCase)
    .trusted.findMany(context.use(store).db, {
      filter: {
        all: [
          { field: 'initiator', is: 'equal', value: principal.id },
          { field: 'openedAt', is: 'at-least', value: shanghaiInstant(shanghaiDate(now)).toISOString() },
          { field: 'id', is: 'unequal', value: input.id },
        ],
      },
      limit: most,
    });
  if (today.length >= most) throw errors.tooManyReports();
  const row = await context.use(flow).open(principal, urbanCase, {
    id: input.id,
    stage: getSource('citizen').start,
    values: {
      source: 'citizen',
      ...(input.matter === undefined ? {} : { matter: input.matter }),
      description: input.description,
      address: input.address,
      ...(input.position === undefined ? {} : { position: input.position }),
      ...(input.area === undefined ? {} : { caseArea: input.area }),
      ...(input.photos.length === 0 ? {} : { photosBefore: input.photos }),
      reporterName: input.name ?? principal.name,
      ...(input.phone === undefined || input.phone === '' ? {} : { reporterPhone: input.phone }),
    },
  });
  return { id: row.id, number: row.number };
};
