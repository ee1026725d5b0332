/** A department asks for a licence it needs, the holder answers, and within his answer the department reads exactly what he allowed. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { access } from '../../../../../engines/access/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { stateName, tellable, type Tellable } from '../../data/licence-types.ts';
import { valid } from '../../data/states.ts';
import { errors } from '../../errors.ts';
import { licence } from '../../registers/licence.ts';
import { licenceConsent } from '../../registers/licence-use.ts';
import type { useRoutes } from '../../routes/use-routes.ts';
import { statusOn } from '../verify/check-licence.ts';
import { issuerNameOf, numberHeld } from '../issue/complete-licence.ts';
import { recordUse } from './record-use.ts';

type Consent = Row<typeof licenceConsent>;
type LicenceRow = Row<typeof licence>;

const day = 86_400_000;

export function departmentName(context: Context, id: string): string {
  return context.use(access).findDepartment(id)?.name ?? id;
}

/** Whoever asks must know number and holder already: nobody finds out by asking which licences a person has. */
async function findAsked(
  context: Context,
  work: Work,
  asked: { readonly type: string; readonly number: string; readonly holderName: string },
): Promise<LicenceRow> {
  const filter = { field: 'holdsNumber', is: 'equal', value: numberHeld(asked.type, asked.number) } as const;
  const [row] = await context.use(registers).of(licence).trusted.findMany(work.db, { filter, limit: 1 });
  if (row === undefined || row.holderName !== asked.holderName || row.holder === null)
    throw errors.noSuchLicence();
  return row;
}

export const ask: Handler<typeof useRoutes.ask> = async (input, context) => {
  const { principal } = context;
  const [user] = principal.departments;
  if (user === undefined) throw errors.noConsent();
  return context.use(store).transaction(async (work) => {
    const row = await findAsked(context, work, input);
    const made = await context
      .use(registers)
      .of(licenceConsent)
      .trusted.insert(work, principal.id, {
        licence: row.id,
        holder: row.holder ?? '',
        user,
        askedBy: principal.id,
        purpose: input.purpose,
        fields: input.fields,
        status: 'asked',
      });
    await context.use(messages).send(work, {
      to: [row.holder ?? ''],
      kind: 'to-do',
      title: '有部门申请使用您的证照',
      body: `${departmentName(context, user)}申请使用您的“${row.name ?? '证照'}”，事由：${input.purpose}`,
      link: '/licence/consents',
    });
    return { id: made.id };
  });
};

async function lockConsent(context: Context, work: Work, id: string): Promise<Consent> {
  const row = await context.use(registers).of(licenceConsent).trusted.lock(work, id);
  if (row === undefined) throw errors.notYours();
  return row;
}

const consentNames: Readonly<Record<string, string>> = { given: '同意', refused: '拒绝', withdrawn: '撤回' };

export const answer: Handler<typeof useRoutes.answer> = async (input, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockConsent(context, work, input.id);
    if (row.holder !== context.principal.id) throw errors.notYours();
    if (row.status !== 'asked')
      throw errors.consentSettled({ state: consentNames[row.status] ?? row.status });
    const asked = row.fields as readonly string[];
    const granted = input.fields.filter((field) => asked.includes(field));
    const most = context.use(store).settings.value('licence.consent-days');
    const until = new Date(work.now.getTime() + Math.min(input.days, most) * day).toISOString();
    const status = input.agree && granted.length > 0 ? 'given' : 'refused';
    await context
      .use(registers)
      .of(licenceConsent)
      .trusted.update(work, context.principal.id, row, {
        status,
        answeredAt: work.now.toISOString(),
        ...(status === 'given' ? { granted, until } : {}),
      });
    await context.use(messages).send(work, {
      to: [row.askedBy],
      kind: 'result',
      title: status === 'given' ? '持证人已同意用证' : '持证人未同意用证',
      body: `事由：${row.purpose}`,
      link: '/licence/asks',
    });
    return { status };
  });

export const withdraw: Handler<typeof useRoutes.withdraw> = async ({ id }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await lockConsent(context, work, id);
    if (row.holder !== context.principal.id) throw errors.notYours();
    if (row.status !== 'given') throw errors.consentSettled({ state: consentNames[row.status] ?? '结束' });
    await context
      .use(registers)
      .of(licenceConsent)
      .trusted.update(work, context.principal.id, row, { status: 'withdrawn' });
    return { done: true as const };
  });

function tell(row: LicenceRow, field: Tellable, now: Date): string {
  switch (field) {
    case 'state':
      return stateName(statusOn(row, now));
    case 'issuerName':
      return issuerNameOf(row.issuer);
    case 'validUntil':
      return row.validUntil ?? '长期';
    default:
      return row[field] ?? '';
  }
}

export const readByConsent: Handler<typeof useRoutes.useLicence> = async ({ id }, context) => {
  const { principal } = context;
  return context.use(store).transaction(async (work) => {
    const consent = await lockConsent(context, work, id);
    if (!principal.departments.includes(consent.user)) throw errors.noConsent();
    if (consent.status !== 'given') throw errors.noConsent();
    if (consent.until === null || new Date(consent.until) < work.now) throw errors.consentEnded();
    const row = await context.use(registers).of(licence).trusted.find(work.db, consent.licence);
    if (row === undefined) throw errors.noSuchLicence();
    const status = statusOn(row, work.now);
    if (status !== valid) throw errors.notInForce({ state: stateName(status), act: '使用' });
    const fields = (consent.granted ?? []) as readonly Tellable[];
    const used = {
      row,
      user: consent.user,
      by: principal.id,
      purpose: consent.purpose,
      fields,
      consent: consent.id,
    };
    const receipt = await recordUse(context, work, used);
    await context.use(messages).send(work, {
      to: [consent.holder],
      kind: 'notice',
      title: '您的证照被使用',
      body: `${departmentName(context, consent.user)}使用了您的“${row.name ?? '证照'}”，事由：${consent.purpose}`,
      link: `/licence/mine/${row.id}`,
    });
    return {
      use: receipt,
      values: fields.map((field) => ({ field, title: tellable[field], value: tell(row, field, work.now) })),
    };
  });
};
