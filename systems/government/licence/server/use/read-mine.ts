/** A citizen's own licences: list, one with its history and uses, file, presenting for a minute, receipts, and taking up what was imported. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { access, type Paper } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { trust } from '../../../../../engines/trust/service.ts';
import { tellable, type Tellable, stateName } from '../../data/licence-types.ts';
import { valid } from '../../data/states.ts';
import { errors } from '../../errors.ts';
import { statementOf, writePresented } from '../../present/presented.ts';
import { licence, licenceStep } from '../../registers/licence.ts';
import { licenceConsent, licenceUse } from '../../registers/licence-use.ts';
import type { mineRoutes } from '../../routes/mine-routes.ts';
import { numberHeld } from '../issue/complete-licence.ts';
import { sealLicence } from '../issue/seal-licence.ts';
import { surfaceFields } from '../render/licence-sheet.ts';
import { setting } from '../setting.ts';
import { showStanding, statusOn } from '../verify/check-licence.ts';
import { departmentName } from './ask-consent.ts';
import { recordUse, useLog } from './record-use.ts';

type LicenceRow = Row<typeof licence>;
const most = 200;

async function getMine(context: Context, id: string): Promise<LicenceRow> {
  const row = await context.use(registers).of(licence).trusted.find(context.use(store).db, id);
  if (row === undefined || row.holder !== context.principal.id) throw errors.notYours();
  return row;
}

export const listMine: Handler<typeof mineRoutes.mine> = async (_input, context) => {
  const filter = { field: 'holder', is: 'equal', value: context.principal.id } as const;
  const rows = await context
    .use(registers)
    .of(licence)
    .trusted.findMany(context.use(store).db, { filter, sort: '-issuedOn', limit: most });
  return { rows: rows.map((row) => ({ id: row.id, ...showStanding(row, context.now) })) };
};

export const readMine: Handler<typeof mineRoutes.one> = async ({ id }, context) => {
  const row = await getMine(context, id);
  const rows = context.use(registers);
  const { db } = context.use(store);
  const filter = { field: 'licence', is: 'equal', value: id } as const;
  const steps = await rows.of(licenceStep).trusted.findMany(db, { filter, sort: '-at', limit: most });
  const uses = await rows.of(licenceUse).trusted.findMany(db, { filter, sort: '-at', limit: most });
  const { codeLists } = rows;
  return {
    id,
    ...showStanding(row, context.now),
    number: row.number,
    holder: row.holderName,
    holderCode: row.holderCode,
    issuedOn: row.issuedOn,
    validFrom: row.validFrom,
    surface: surfaceFields(row.surface).map(([label, value]) => ({ label, value })),
    sealed: row.file !== null && row.file.length > 0,
    steps: steps.map(({ at, act, reason }) => ({
      at,
      act: codeLists.nameOf('licence acts', act) ?? act,
      reason,
    })),
    uses: uses.map((use) => ({
      id: use.id,
      at: use.at,
      user: use.user === null ? '亮证核验' : departmentName(context, use.user),
      purpose: use.purpose,
      fields: (use.fields as readonly Tellable[]).map((field) => tellable[field] ?? field),
    })),
  };
};

/** Imported licences get their file when the holder first asks for it. */
async function ensureSealed(context: Context, row: LicenceRow): Promise<string> {
  const [kept] = row.file ?? [];
  if (kept !== undefined) return kept;
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(licence);
    const locked = await trusted.lock(work, row.id);
    if (locked === undefined) throw errors.notYours();
    const [there] = locked.file ?? [];
    if (there !== undefined) return there;
    const made = await sealLicence(context, work, context.principal.id, locked);
    const sealedAt = work.now.toISOString();
    await trusted.update(work, context.principal.id, locked, {
      file: [made.file],
      digest: made.digest,
      sealedAt,
    });
    return made.file;
  });
}

export const downloadOfd: Handler<typeof mineRoutes.ofd> = ({ id }, context) =>
  context.use(access).exits.hand(context, 'licence.ofd', id);

/** 盖章的版式文件: the holder's own, as it was sealed. */
export const ofdPaper: Paper = {
  title: '电子证照',
  owner: 'city-data-resources',
  approve: 'data-protection:approve-exports',
  module: 'licence',
  object: 'licence.licence',
  async make(context, id) {
    const row = await getMine(context, id);
    const kept = await context.use(store).files.handOut([await ensureSealed(context, row)]);
    if (kept === undefined) throw errors.fileMissing();
    return kept;
  },
};

export const downloadPdf: Handler<typeof mineRoutes.pdf> = async ({ id }, context) => {
  const row = await getMine(context, id);
  const shown = showStanding(row, context.now);
  const body = await context.use(documents).renderPdf({
    title: row.name ?? '',
    subtitle: `编号：${row.number}`,
    footer: '本页为电子证照的打印件，是否真实有效以盖章的 OFD 文件和在线核验为准',
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: [
      {
        fields: [
          ['持证主体', row.holderName],
          ['主体代码', row.holderCode],
          ...surfaceFields(row.surface),
          ['颁发机构', shown.issuerName],
          ['颁发日期', row.issuedOn],
          ['有效期', `${row.validFrom} 至 ${row.validUntil ?? '长期'}`],
          ['打印时状态', shown.statusName],
          ['电子证照标识', row.identifier ?? ''],
        ],
        columns: 1,
      },
    ],
  });
  return { contentType: 'application/pdf', body, fileName: `${row.name ?? '电子证照'}.pdf` };
};

export const present: Handler<typeof mineRoutes.present> = async ({ id }, context) => {
  const row = await getMine(context, id);
  const status = statusOn(row, context.now);
  if (status !== valid) throw errors.notInForce({ state: stateName(status), act: '出示' });
  const from = Math.floor(context.now.getTime() / 1000);
  const until = from + setting(context, 'present-seconds');
  const { identifier, name, holder, validUntil } = showStanding(row, context.now);
  const statement = statementOf({ identifier, name, holder, validUntil, from, until });
  const { key, signature } = await context.use(trust).codes.sign(statement);
  await context.use(store).transaction((work) =>
    recordUse(context, work, {
      row,
      user: null,
      by: context.principal.id,
      purpose: '本人亮证',
      fields: ['name', 'state', 'validUntil'],
      consent: null,
    }),
  );
  return { code: writePresented(statement, key, signature), from, until };
};

export const receipt: Handler<typeof mineRoutes.receipt> = async ({ id }, context) => {
  const row = await context.use(registers).of(licenceUse).trusted.find(context.use(store).db, id);
  if (row === undefined || row.holder !== context.principal.id) throw errors.notYours();
  return context.use(trust).logs.receipt(useLog, row.leaf, row.statement);
};

/** Imported licences carry no account: who knows number, name and code, and bears that name, takes them up. */
export const claim: Handler<typeof mineRoutes.claim> = async (input, context) => {
  if (input.holderName !== context.principal.name) throw errors.claimWrong();
  return context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(licence);
    const filter = {
      field: 'holdsNumber',
      is: 'equal',
      value: numberHeld(input.type, input.number),
    } as const;
    const [found] = await trusted.findMany(work.db, { filter, limit: 1 });
    const row = found && (await trusted.lock(work, found.id));
    const fits =
      row?.holderName === input.holderName && row.holderCode === input.holderCode && row.holder === null;
    if (row === undefined || !fits) throw errors.claimWrong();
    await trusted.update(work, context.principal.id, row, { holder: context.principal.id });
    context.use(access).audit(work, context.principal, {
      module: 'licence',
      event: 'update',
      objectType: 'licence.licence',
      objectId: row.id,
      result: 'success',
      detail: { act: 'claim' },
    });
    return { id: row.id };
  });
};

export const listConsents: Handler<typeof mineRoutes.consents> = async (_input, context) => {
  const rows = context.use(registers);
  const { db } = context.use(store);
  const filter = { field: 'holder', is: 'equal', value: context.principal.id } as const;
  const found = await rows
    .of(licenceConsent)
    .trusted.findMany(db, { filter, sort: '-createdAt', limit: most });
  const ids = [...new Set(found.map((one) => one.licence))];
  const held =
    ids.length === 0 ? [] : await rows.of(licence).trusted.findMany(db, { ids, limit: ids.length });
  const names = new Map(held.map((row) => [row.id, row.name ?? '']));
  return {
    rows: found.map((one) => ({
      id: one.id,
      licenceName: names.get(one.licence) ?? '',
      user: departmentName(context, one.user),
      purpose: one.purpose,
      fields: (one.fields as readonly Tellable[]).map((field) => ({
        field,
        title: tellable[field] ?? field,
      })),
      status: one.status,
      statusName: rows.codeLists.nameOf('licence consents', one.status) ?? one.status,
      until: one.until,
      at: one.createdAt,
    })),
  };
};
