/** Publishes a 公告 to all who work in the units named, and shows its publisher who has read it. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { bulletin, bulletinReceipt } from '../../registers/bulletin.ts';
import type { bulletinRoutes } from '../../routes/bulletin-routes.ts';
import { departmentName, readDepartments } from '../department-list.ts';

const mostReaders = 5000;

/** Everybody once, with the unit through which the bulletin reached him. */
async function readersOf(context: Context, units: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(units);
  const posts = await context.use(access).holdingPosts('office:read', {});
  return new Map(
    posts.flatMap(({ subject, department }) =>
      wanted.has(department) ? [[subject, department] as const] : [],
    ),
  );
}

export const publishBulletin: Handler<typeof bulletinRoutes.publish> = async (input, context) => {
  const { principal } = context;
  await refuseClassified(context, input);
  const units = readDepartments(context, input.units);
  if (units === undefined) throw errors.unitUnknown();
  const readers = await readersOf(context, units);
  const rows = context.use(registers);
  return context.use(store).transaction(async (work) => {
    const sent = await rows.of(bulletin).trusted.find(work.db, input.id);
    if (sent !== undefined) {
      if (sent.publishedBy !== principal.id) throw commonErrors.missing();
      return { id: sent.id, readers: readers.size };
    }
    const publisher = principal.departments[0] ?? '';
    await rows.of(bulletin).trusted.insert(work, principal.id, {
      ...input,
      publisher,
      publishedBy: principal.id,
      publishedAt: work.now.toISOString(),
      units,
      readers: readers.size,
    });
    const receipts = [...readers].map(([reader, unit]) => ({ bulletin: input.id, publisher, unit, reader }));
    await rows.of(bulletinReceipt).trusted.insertMany(work, principal.id, receipts);
    await context.use(messages).send(work, {
      to: [...readers.keys()],
      kind: 'notice',
      title: '公告',
      body: `${departmentName(context, publisher)}：${input.title}`,
      link: '/office/bulletins',
    });
    return { id: input.id, readers: readers.size };
  });
};

export const listReceipts: Handler<typeof bulletinRoutes.receipts> = async ({ id }, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const row = await rows.of(bulletin).trusted.find(db, id);
  const decision = context.use(access).require(context.principal, 'office:notify');
  if (row === undefined || !decisionMatches(decision, { departments: [row.publisher] }))
    throw commonErrors.missing();
  const filter = { field: 'bulletin', is: 'equal', value: id } as const;
  const found = await rows
    .of(bulletinReceipt)
    .trusted.findMany(db, { filter, sort: 'unit', limit: mostReaders });
  const names = await context.use(access).namesOf(found.map(({ reader }) => reader));
  return {
    rows: found.map((one) => ({
      readerName: names.get(one.reader) ?? '',
      unitName: departmentName(context, one.unit),
      readAt: one.readAt,
    })),
  };
};
