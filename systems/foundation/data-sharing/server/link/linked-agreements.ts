/** 跨级共享合同: made where the data is, kept the same at both ends under one id; here it lets calls through, there it lets rows out. */
import { z } from 'zod';
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Delivered, Services } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import {
  type LinkBinding,
  type LinkedGrant,
  type LinkEnd,
  type LinkObject,
  links,
} from '../../../../../engines/lake/service.ts';
import { type RegisterChange, registers } from '../../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../../engines/store/service.ts';
import { isOver } from '../../data/agreement-words.ts';
import { errors } from '../../errors.ts';
import { agreement } from '../../registers/agreement.ts';
import { application } from '../../registers/application.ts';
import { farRequest } from '../../registers/far-request.ts';
import { link as linkRegister } from '../../registers/link.ts';
import { forgetGrant, grantFor, grantOf, termsOf } from '../grants.ts';
import { offerTo } from './each-link.ts';

const by = 'data-sharing';
/** Contracts of one dataset: none may be left out. */
const most = 100_000;
type AgreementRow = Row<typeof agreement>;

const Content = z.object({
  request: z.uuid(),
  number: z.string().max(60),
  entryName: z.string().max(100),
  basis: z.string().max(1000),
  purpose: z.string().max(1000),
  fields: z.array(z.object({ name: z.string(), title: z.string(), masked: z.boolean() })).max(1000),
  rows: z.record(z.string(), z.array(z.string())),
  callsPerDay: z.number().int(),
  until: z.iso.date(),
  delivery: z.enum(['call', 'rows']),
  status: z.enum(['active', 'suspended', 'revoked']),
  closedReason: z.string().max(300),
});

/** Link of the platform that uses it; undefined for a contract between departments here, and for one that came from there. */
async function linkOf(services: Services, work: Work, row: AgreementRow): Promise<string | undefined> {
  if (row.link !== null) return undefined;
  const app = await services.use(registers).of(application).trusted.find(work.db, row.application);
  return app?.link ?? undefined;
}

async function tellAgreement(services: Services, work: Work, row: AgreementRow): Promise<void> {
  const link = await linkOf(services, work, row);
  const node = await services.use(links).node();
  // Until it is sealed it is none for the other end either.
  if (link === undefined || node === undefined || row.status === 'pending') return;
  const app = await services.use(registers).of(application).trusted.find(work.db, row.application);
  const content: z.infer<typeof Content> = {
    request: row.request,
    number: row.number,
    entryName: row.farEntry ?? app?.name ?? '',
    basis: row.basis,
    purpose: row.purpose,
    ...termsOf(row),
    callsPerDay: row.callsPerDay,
    until: row.until,
    delivery: row.delivery === 'rows' ? 'rows' : 'call',
    status: row.status === 'active' || row.status === 'suspended' ? row.status : 'revoked',
    closedReason: row.closedReason ?? '',
  };
  const { id, version, number } = row;
  await offerTo(services, work, link, {
    kind: 'agreement',
    id,
    owner: node.code,
    version,
    group: '',
    title: number,
    content,
  });
  if (row.delivery !== 'rows') return;
  const of = { link, contract: id };
  if (row.status === 'active') await services.use(links).startTable(work, of, grantOf(row));
  else if (isOver(row.status)) await services.use(links).endTable(work, of);
}

/** First use changes a contract too; only what was agreed is news. */
export async function followAgreements(
  { ids }: RegisterChange,
  work: Work,
  services: Services,
): Promise<void> {
  for (const id of ids) {
    const row = await services.use(registers).of(agreement).trusted.find(work.db, id);
    if (row !== undefined) await tellAgreement(services, work, row);
  }
}

/** A new batch of a dataset goes to every platform that gets its rows. */
export async function followBatches(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { dataset, state } = event.payload as { readonly dataset: string; readonly state: string };
  if (state !== 'loaded') return;
  const work = given as Work;
  const rows = await services
    .use(registers)
    .of(agreement)
    .trusted.findEvery(services.use(store).db, {
      filter: { field: 'dataset', is: 'equal', value: dataset },
      most,
    });
  for (const row of rows) {
    if (row.status !== 'active' || row.delivery !== 'rows') continue;
    const link = await linkOf(services, work, row);
    if (link !== undefined)
      await services.use(links).startTable(work, { link, contract: row.id }, grantOf(row));
  }
}

async function keepAgreement(
  services: Services,
  work: Work,
  link: LinkEnd,
  object: LinkObject,
): Promise<void> {
  const content = Content.parse(JSON.parse(object.content));
  const rows = services.use(registers);
  const asked = await rows.of(farRequest).trusted.lock(work, content.request);
  const kept = await rows.of(linkRegister).trusted.find(work.db, link.id);
  // A contract that nobody here has asked for would open nothing, and is none.
  if (asked === undefined || asked.link !== link.id || kept === undefined) throw commonErrors.missing();
  const { request, entryName: _entryName, ...terms } = content;
  // At the other end everything that is over is called revoked.
  const expired = content.status === 'revoked' && content.until < shanghaiDate(work.now);
  const values = {
    ...terms,
    status: expired ? 'expired' : content.status,
    closedReason: terms.closedReason === '' ? null : terms.closedReason,
  };
  const { trusted } = rows.of(agreement);
  const known = await trusted.lock(work, object.id);
  if (known !== undefined && known.link !== link.id) throw commonErrors.forbidden();
  if (known === undefined)
    await trusted.insert(work, by, {
      ...values,
      id: object.id,
      farEntry: asked.entryName,
      dataset: object.id,
      provider: kept.keeper,
      consumer: asked.department,
      application: asked.application,
      request,
      link: link.id,
    });
  else await trusted.update(work, by, known, values);
  await rows.of(farRequest).trusted.update(work, by, asked, { stage: 'authorised', agreement: object.id });
  if (content.status === 'revoked') await services.use(links).dropTable(work, object.id);
  work.afterCommit(() => void forgetGrant(services, object.id));
}

export function agreementBinding(services: Services): LinkBinding {
  return { take: (work, link, object) => keepAgreement(services, work, link, object) };
}

/** Rows are expected of a contract in force that came over this very link. */
export function rowsAccepted(services: Services) {
  return async (work: Work, link: string, contract: string): Promise<boolean> => {
    const row = await services.use(registers).of(agreement).trusted.find(work.db, contract);
    return row !== undefined && row.link === link && row.delivery === 'rows' && !isOver(row.status);
  };
}

/** For a call that comes over a link: the contract must be in force, and of an application of that platform. */
export function linkedGrant(services: Services) {
  return async (link: LinkEnd, contract: string): Promise<LinkedGrant> => {
    const { db, clock } = services.use(store);
    const row = await services.use(registers).of(agreement).trusted.find(db, contract);
    if (row === undefined) throw errors.notInForce();
    const app = await services.use(registers).of(application).trusted.find(db, row.application);
    if (app?.link !== link.id) throw errors.otherApp();
    return { app: app.id, grant: await grantFor(services, contract, app.id, clock.now()) };
  };
}
