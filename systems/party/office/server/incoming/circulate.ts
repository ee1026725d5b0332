/** 传阅: gives an incoming document to readers, notes when each opened it, and takes down what he remarks. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { incomingDocument } from '../../incoming/incoming-document.ts';
import { reading } from '../../registers/reading.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';

type ReadingRow = Row<typeof reading>;

const mostReadings = 200;

/** Those of the caller's own units who may read circulated documents. */
async function possibleReaders(context: Context): Promise<ReadonlySet<string>> {
  const { departments } = context.principal;
  const lists = await Promise.all(
    departments.map((department) => context.use(access).holdersOf('office:circulate', { department })),
  );
  return new Set(lists.flat());
}

export const listReaders: Handler<typeof exchangeRoutes.readers> = async (_input, context) => {
  const names = await context.use(access).namesOf([...(await possibleReaders(context))]);
  return { rows: [...names].map(([id, name]) => ({ id, name })) };
};

export const circulate: Handler<typeof exchangeRoutes.circulate> = async ({ id, readers }, context) => {
  const { principal } = context;
  const rows = context.use(registers);
  const document = await rows.of(incomingDocument).get(principal, id);
  const possible = await possibleReaders(context);
  if (readers.some((reader) => !possible.has(reader))) throw errors.readerUnknown();
  return context.use(store).transaction(async (work) => {
    await rows.of(incomingDocument).trusted.lock(work, id);
    const given = await rows.of(reading).trusted.findMany(work.db, {
      filter: { field: 'incoming', is: 'equal', value: id },
      limit: 2000,
    });
    const before = new Set(given.map(({ reader }) => reader));
    const added = [...new Set(readers)].filter((reader) => !before.has(reader));
    await rows.of(reading).trusted.insertMany(
      work,
      principal.id,
      added.map((reader) => ({
        incoming: id,
        title: document.title,
        department: document.receiver ?? principal.departments[0] ?? '',
        reader,
        givenBy: principal.id,
        givenAt: work.now.toISOString(),
      })),
    );
    if (added.length > 0)
      await context.use(messages).send(work, {
        to: added,
        kind: 'to-do',
        title: '有文件请您阅',
        body: `《${document.title}》`,
        link: '/office/readings',
      });
    return { given: added.length };
  });
};

async function show(context: Context, rows: readonly ReadingRow[]) {
  const names = await context.use(access).namesOf(rows.flatMap(({ givenBy, reader }) => [givenBy, reader]));
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    givenAt: row.givenAt,
    givenByName: names.get(row.givenBy) ?? '',
    readerName: names.get(row.reader) ?? '',
    readAt: row.readAt,
    remark: row.remark,
  }));
}

export const listIncomingReadings: Handler<typeof exchangeRoutes.incomingReadings> = async (
  { id },
  context,
) => {
  const rows = context.use(registers);
  await rows.of(incomingDocument).get(context.principal, id);
  const found = await rows.of(reading).trusted.findMany(context.use(store).db, {
    filter: { field: 'incoming', is: 'equal', value: id },
    sort: 'givenAt',
    limit: mostReadings,
  });
  return { rows: await show(context, found) };
};

export const listMyReadings: Handler<typeof exchangeRoutes.myReadings> = async ({ unread }, context) => {
  const mine = { field: 'reader', is: 'equal', value: context.principal.id } as const;
  const open = { field: 'readAt', is: 'empty' } as const;
  const found = await context
    .use(registers)
    .of(reading)
    .trusted.findMany(context.use(store).db, {
      filter: unread === 'yes' ? { all: [mine, open] } : mine,
      sort: '-givenAt',
      limit: mostReadings,
    });
  return { rows: await show(context, found) };
};

/** Only the reader's own. */
async function lockMine(context: Context, work: Work, id: string): Promise<ReadingRow> {
  const row = await context.use(registers).of(reading).trusted.lock(work, id);
  if (row === undefined || row.reader !== context.principal.id) throw commonErrors.missing();
  return row;
}

export const openReading: Handler<typeof exchangeRoutes.read> = async ({ id }, context) => {
  const rows = context.use(registers);
  return context.use(store).transaction(async (work) => {
    const row = await lockMine(context, work, id);
    const document = await rows.of(incomingDocument).trusted.find(work.db, row.incoming);
    if (document === undefined) throw commonErrors.missing();
    const readAt = row.readAt ?? work.now.toISOString();
    if (row.readAt === null)
      await rows.of(reading).trusted.update(work, context.principal.id, row, { readAt });
    const [shown] = await show(context, [{ ...row, readAt }]);
    if (shown === undefined) throw commonErrors.missing();
    const { readerName: _reader, ...mine } = shown;
    const content = document.content as Readonly<Record<string, unknown>> | null;
    return {
      ...mine,
      incoming: document.id,
      source: document.source,
      content: content === null ? null : { ...content },
      proposal: document.proposal,
    };
  });
};

export const remarkReading: Handler<typeof exchangeRoutes.remark> = async ({ id, remark }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockMine(context, work, id);
    const readAt = row.readAt ?? work.now.toISOString();
    await context
      .use(registers)
      .of(reading)
      .trusted.update(work, context.principal.id, row, { remark, readAt });
    return { done: true as const };
  });
