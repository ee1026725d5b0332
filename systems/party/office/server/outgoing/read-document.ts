/** What a reader of 发文 gets beside the case page: the printed text, the versions, and what changed between two of them. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { access, type Paper } from '../../../../../engines/access/service.ts';
import { documentNumbers, documents } from '../../../../../engines/documents/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { compareText } from '../../document/compare-text.ts';
import { outgoingDocument } from '../../document/outgoing-document.ts';
import { draftVersion } from '../../registers/draft-version.ts';
import { numberCode } from '../../registers/number-code.ts';
import type { documentRoutes } from '../../routes/document-routes.ts';
import { officialOf } from './official-of.ts';

const types = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
const mostVersions = 200;

const shared = {
  owner: 'city-government-office',
  approve: 'data-protection:approve-exports',
  module: 'office',
  object: 'office.outgoing',
} as const;

/** GB/T 9704 leaves no room for a note; the record alone knows who took it. */
function printedAs(as: 'pdf' | 'docx'): Paper {
  return {
    ...shared,
    title: as === 'pdf' ? '公文（PDF）' : '公文（Word）',
    async make(context, id) {
      const row = await context.use(flow).read(context.principal, outgoingDocument, id);
      const official = await officialOf(context, context.use(store).db, row);
      const body = await context.use(documents).renderOfficial(official, as);
      return { contentType: types[as], body, fileName: `${row.documentNumber ?? row.number}.${as}` };
    },
  };
}

export const documentPapers = {
  'office.document-pdf': printedAs('pdf'),
  'office.document-docx': printedAs('docx'),
  'office.sealed-document': {
    ...shared,
    title: '盖章公文（OFD）',
    async make(context, id) {
      const row = await context.use(flow).read(context.principal, outgoingDocument, id);
      const kept = await context.use(store).files.handOut(row.sealedFile);
      if (kept === undefined) throw errors.notSealed();
      return kept;
    },
  },
} as const satisfies Readonly<Record<string, Paper>>;

export const renderDocument: Handler<typeof documentRoutes.documentFile> = ({ id, as }, context) =>
  context.use(access).exits.hand(context, `office.document-${as}`, id);

export const giveSealedDocument: Handler<typeof documentRoutes.sealedDocument> = ({ id }, context) =>
  context.use(access).exits.hand(context, 'office.sealed-document', id);

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
