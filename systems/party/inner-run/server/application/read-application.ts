/** Shows the clocks of an application with materials and opinions, prints its sealed paper, and answers who checks one by its code. */
import { access, type Paper } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { type Database, store } from '../../../../../engines/store/service.ts';
import { decisionMatches } from '../../../../../kernel/access.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { application } from '../../application/application.ts';
import { errors } from '../../errors.ts';
import { item } from '../../registers/item.ts';
import type { PathStep } from '../../registers/item-body.ts';
import { pathOpinion } from '../../registers/path-opinion.ts';
import { sealUse } from '../../registers/seal-use.ts';
import type { applicationRoutes } from '../../routes/application-routes.ts';
import { daysBetween } from '../clock.ts';
import { bodyOf, departmentName } from '../item/keep-items.ts';
import type { ApplicationRow } from './step.ts';
import { readHanded } from './check-materials.ts';
import { digestOf, type SealedPaper } from './seal-result.ts';

/** The applicant, the handling unit, those on the path, and who reaches the area. */
async function getReadable(context: Context, db: Database, id: string): Promise<ApplicationRow> {
  const row = await context.use(registers).of(application).trusted.find(db, id);
  const decision = context.use(access).require(context.principal, 'inner-run:read');
  const path = Array.isArray(row?.pathUnits) ? (row.pathUnits as readonly string[]) : [];
  const departments = [row?.applicant, row?.handler, ...path].filter(
    (each): each is string => typeof each === 'string',
  );
  const subjects = typeof row?.initiator === 'string' ? [row.initiator] : [];
  if (
    row === undefined ||
    !decisionMatches(decision, { area: row.caseArea ?? undefined, departments, subjects })
  )
    throw commonErrors.missing();
  return row;
}

async function findSeal(
  context: Context,
  db: Database,
  id: string,
): Promise<Row<typeof sealUse> | undefined> {
  const filter = { field: 'application', is: 'equal', value: id } as const;
  const [seal] = await context.use(registers).of(sealUse).trusted.findMany(db, { filter, limit: 1 });
  return seal;
}

async function materialsOf(context: Context, db: Database, row: ApplicationRow) {
  const held = await context.use(registers).of(item).trusted.find(db, row.item);
  const handed = readHanded(row.materials) ?? {};
  const asked = held === undefined ? [] : bodyOf(held).materials;
  return asked.map(({ key, title, from, required }) => ({
    title,
    from,
    required,
    files: Object.hasOwn(handed, key) ? [...(handed[key] ?? [])] : [],
  }));
}

async function pathOf(context: Context, db: Database, row: ApplicationRow) {
  const filter = { field: 'application', is: 'equal', value: row.id } as const;
  const said = await context.use(registers).of(pathOpinion).trusted.findMany(db, { filter, limit: 50 });
  const asked = row.acceptedAt !== null;
  return ((row.path ?? []) as readonly PathStep[]).map(({ unit, title, days }) => {
    const opinion = said.find((one) => one.unit === unit);
    return {
      unit,
      name: departmentName(context, unit),
      title,
      days,
      opinion: opinion?.opinion ?? (asked ? 'waiting' : null),
      words: opinion?.words ?? null,
      at: opinion?.at ?? null,
    };
  });
}

async function sealOf(context: Context, db: Database, id: string) {
  const seal = await findSeal(context, db, id);
  if (seal === undefined) return null;
  const names = await context.use(access).namesOf([seal.sealedBy]);
  return {
    verification: seal.verification,
    digest: seal.digest,
    sealedByName: names.get(seal.sealedBy) ?? '印章管理员',
    at: seal.sealedAt,
    sealedFile: (seal.sealedFile ?? []).length > 0,
  };
}

export const showProgress: Handler<typeof applicationRoutes.progress> = async ({ id }, context) => {
  const { db } = context.use(store);
  const row = await getReadable(context, db, id);
  const ended = row.finishedAt ?? row.closedAt;
  const used =
    row.acceptedAt === null
      ? null
      : (row.usedDays ??
        daysBetween(context, new Date(row.acceptedAt), ended === null ? context.now : new Date(ended)));
  const [materials, path, seal] = await Promise.all([
    materialsOf(context, db, row),
    pathOf(context, db, row),
    sealOf(context, db, id),
  ]);
  return {
    item: row.item,
    legalDays: row.legalDays ?? 0,
    promisedDays: row.promisedDays ?? 0,
    usedDays: used,
    savedDays: row.savedDays,
    acceptedAt: row.acceptedAt,
    deemedAccepted: row.deemedAccepted ?? false,
    promisedDueAt: row.promisedDueAt,
    finishedAt: row.finishedAt,
    overdue: row.overdue ?? (row.promisedDueAt !== null && context.now > new Date(row.promisedDueAt)),
    supplementNote: row.supplementNote,
    materials,
    path,
    seal,
  };
};

const shared = {
  owner: 'city-data-resources',
  approve: 'data-protection:approve-exports',
  module: 'inner-run',
  object: 'inner-run.application',
} as const;

export const sealedPaper: Paper = {
  ...shared,
  title: '机关内跑办理结果（OFD）',
  async make(context, id) {
    const { db, files } = context.use(store);
    await getReadable(context, db, id);
    const kept = await files.handOut((await findSeal(context, db, id))?.sealedFile);
    if (kept === undefined) throw errors.notSealed();
    return kept;
  },
};

export const resultPaper: Paper = {
  ...shared,
  title: '机关内跑办理结果',
  async make(context, id, note) {
    const { db } = context.use(store);
    await getReadable(context, db, id);
    const seal = await findSeal(context, db, id);
    if (seal === undefined) throw errors.sealMissing();
    const paper = seal.content as SealedPaper;
    const body = await context.use(documents).renderPdf({
      title: paper.title,
      subtitle: `办件编号 ${paper.number}`,
      footer: `核验码 ${seal.verification}　内容摘要（SM3）${seal.digest.slice(0, 16)}`,
      ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
      blocks: [
        {
          fields: [
            ['申请单位', paper.applicant],
            ['事项', paper.item],
            ['办理单位', paper.unit],
            ['用印日期', paper.date],
          ],
          columns: 2,
        },
        { heading: '办理结果' },
        { text: paper.result },
        { text: `内容摘要（SM3）：${seal.digest}`, note: true },
        { text: note, note: true },
      ],
    });
    return { contentType: 'application/pdf', body, fileName: `${paper.number}.pdf` };
  },
};

export const giveSealedPaper: Handler<typeof applicationRoutes.sealedPaper> = ({ id }, context) =>
  context.use(access).exits.hand(context, 'inner-run.sealed-paper', id);

export const printPaper: Handler<typeof applicationRoutes.paper> = ({ id }, context) =>
  context.use(access).exits.hand(context, 'inner-run.paper', id);

export const verifyPaper: Handler<typeof applicationRoutes.verify> = async ({ code }, context) => {
  const filter = { field: 'verification', is: 'equal', value: code } as const;
  const [seal] = await context
    .use(registers)
    .of(sealUse)
    .trusted.findMany(context.use(store).db, { filter, limit: 1 });
  // A row that was changed in the database no longer fits its digest: then nobody vouches for it.
  if (seal === undefined || digestOf(seal.content as SealedPaper) !== seal.digest) throw errors.sealMissing();
  const { title, unit, sealedAt, digest } = seal;
  return { title, unitName: departmentName(context, unit), sealedAt, digest };
};
