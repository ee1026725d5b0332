/** What a unit that is asked reads: its open slips, the draft with what the others said; and the whole slip for those who draft. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { outgoingDocument } from '../../outgoing/outgoing-document.ts';
import { countersign } from '../../registers/countersign.ts';
import type { documentRoutes } from '../../routes/document-routes.ts';
import { departmentName } from '../department-list.ts';
import { officialOf } from '../outgoing/official-of.ts';
import { showCountersigns } from './countersign-view.ts';

const mostSlips = 200;

export const listCountersigns: Handler<typeof documentRoutes.countersigns> = async ({ id }, context) => {
  const rows = context.use(registers);
  await rows.of(outgoingDocument).get(context.principal, id);
  const found = await rows.of(countersign).trusted.findMany(context.use(store).db, {
    filter: { field: 'document', is: 'equal', value: id },
    sort: 'createdAt',
    limit: mostSlips,
  });
  return { rows: await showCountersigns(context, found) };
};

export const listMyCountersigns: Handler<typeof documentRoutes.myCountersigns> = async (_input, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const { departments } = context.principal;
  const all = [
    { field: 'verdict', is: 'equal', value: 'waiting' },
    { field: 'department', is: 'one-of', value: departments },
  ] as const;
  const slips =
    departments.length === 0
      ? []
      : await rows
          .of(countersign)
          .trusted.findMany(db, { filter: { all }, sort: '-createdAt', limit: mostSlips });
  const ids = [...new Set(slips.map(({ document }) => document))];
  const documents =
    ids.length === 0 ? [] : await rows.of(outgoingDocument).trusted.findMany(db, { ids, limit: mostSlips });
  const titles = new Map(documents.map((each) => [each.id, each.title]));
  return {
    rows: slips.map((slip) => ({
      id: slip.id,
      title: titles.get(slip.document) ?? '',
      hostName: departmentName(context, slip.host),
      round: slip.round,
      askedAt: slip.createdAt,
    })),
  };
};

export const readCountersign: Handler<typeof documentRoutes.countersign> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const slip = await rows.of(countersign).trusted.find(db, id);
  const decision = context.use(access).require(context.principal, 'office:countersign');
  if (slip === undefined || !decisionMatches(decision, { departments: [slip.department] }))
    throw commonErrors.missing();
  const document = await rows.of(outgoingDocument).trusted.find(db, slip.document);
  if (document === undefined) throw commonErrors.missing();
  const all = [
    { field: 'document', is: 'equal', value: slip.document },
    { field: 'id', is: 'unequal', value: id },
  ] as const;
  const others = await rows.of(countersign).trusted.findMany(db, { filter: { all }, limit: mostSlips });
  const [shown] = await showCountersigns(context, [slip]);
  if (shown === undefined) throw commonErrors.missing();
  return {
    sign: shown,
    content: { ...(await officialOf(context, db, document)) },
    others: await showCountersigns(context, others),
  };
};
