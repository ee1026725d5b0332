/** What a reader of 发文 gets beside the case page: the printed text, the versions, and what changed between two of them. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documentNumbers, documents } from '../../../../../engines/documents/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { compareText } from '../../document/compare-text.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { draftVersion } from '../../registers/draft-version.ts';
import { numberCode } from '../../registers/number-code.ts';
import type { documentRoutes } from '../../routes/document-routes.ts';
import { giveSealed } from './give-sealed.ts';
import { officialOf } from './official-of.ts';

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
const mostVersions = 200;

export const renderDocument: Handler<typeof documentRoutes.documentFile> = async ({ id, as }, context) => {
  const row = await context.use(flow).read(context.principal, outgoingDocument, id);
  const official = await officialOf(context, context.use(store).db, row);
  const body = await context.use(documents).renderOfficial(official, as);
  await context.use(access).auditAlone(context.principal, {
    module: 'office',
    event: 'export',
    objectType: 'office.outgoing',
    objectId: id,
    result: 'success',
    detail: { as },
  });
  return { contentType: types[as], body, fileName: `${row.documentNumber ?? row.number}.${as}` };
};

export const giveSealedDocument: Handler<typeof documentRoutes.sealedDocument> = async ({ id }, context) => {
  const row = await context.use(flow).read(context.principal, outgoingDocument, id);
  return giveSealed(context, row.sealedFile, { type: 'office.outgoing', id });
};

async function versionsOf(context: Context, id: string) {
  const rows = context.use(registers);
  // Whoever is shown the document may read how it came about.
  const shown = await context.use(flow).read(context.principal, outgoingDocument, id);
  const versions = await rows.of(draftVersion).trusted.findMany(context.use(store).db, {
    filter: { field: 'document', is: 'equal', value: id },
    sort: 'number',
    limit: mostVersions,
  });
  return { shown, versions };
}

export const listVersions: Handler<typeof documentRoutes.versions> = async ({ id }, context) => {
  const { versions: found } = await versionsOf(context, id);
  const editors = found.flatMap(({ editor }) => (editor === null ? [] : [editor]));
  const names = await context.use(access).namesOf(editors);
  return {
    rows: found.map((row) => ({
      number: row.number,
      editorName: row.editor === null ? '' : (names.get(row.editor) ?? ''),
      step: row.step ?? '',
      at: row.createdAt,
    })),
  };
};

export const showChanges: Handler<typeof documentRoutes.changes> = async ({ id, from, to }, context) => {
  const { shown, versions: found } = await versionsOf(context, id);
  const before = found.find(({ number }) => number === from);
  const after = found.find(({ number }) => number === to);
  if (before === undefined || after === undefined) throw commonErrors.missing();
  // A field that his task keeps from him is kept in its older versions too.
  const compare = (name: 'title' | 'recipients' | 'body') =>
    name in shown ? compareText(before[name] ?? '', after[name] ?? '') : [];
  return { title: compare('title'), recipients: compare('recipients'), body: compare('body') };
};

export const readNumberBook: Handler<typeof documentRoutes.numberBook> = async ({ code, year }, context) => {
  const rows = context.use(registers).of(numberCode);
  const [series] = await rows.trusted.findMany(context.use(store).db, {
    filter: { field: 'code', is: 'equal', value: code },
    limit: 1,
  });
  const decision = context.use(access).require(context.principal, 'office:number');
  const own = decision.rows.some(
    (scope) => scope.kind === 'all' || (scope.kind === 'department' && scope.department === series?.organ),
  );
  if (series === undefined || !own) throw commonErrors.missing();
  const book = await context.use(documentNumbers).read(code, year);
  return {
    last: book.last,
    missing: [...book.missing],
    rows: book.numbers.map(({ serial, state, document, steps }) => ({
      serial,
      state,
      document,
      reason: steps.at(-1)?.reason ?? null,
    })),
  };
};
