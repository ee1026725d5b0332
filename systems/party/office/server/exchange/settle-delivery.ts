/** 签收, 退回 and 撤回: a delivery is settled once, by whoever is first; what was received cannot be recalled. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { commonErrors } from '../../../../../kernel/errors.ts';
import { access, type Paper } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { incomingDocument } from '../../document/incoming-document.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/delivery.ts';
import type { exchangeRoutes } from '../../routes/exchange-routes.ts';
import { departmentName } from '../department-list.ts';
import { refuseClassified } from '../refuse-classified.ts';
import { contentOf, digestsOf, lockOpen, readText, settleDelivery, type Side } from './take-delivery.ts';

const returning: Side = { permission: 'office:receive', side: 'receiver', verb: '退回' };
const recalling: Side = { permission: 'office:distribute', side: 'sender', verb: '撤回' };

/** Opening the incoming document is the receipt (`bind-incoming.ts`): both stand or neither does. */
export const receiveDelivery: Handler<typeof exchangeRoutes.receive> = async ({ id }, context) => {
  const row = await context.use(registers).of(delivery).trusted.find(context.use(store).db, id);
  if (row === undefined) throw commonErrors.missing();
  const values = {
    delivery: id,
    title: row.title,
    source: departmentName(context, row.sender),
    receivedOn: shanghaiDate(context.now),
  };
  const opened = await context.use(flow).open(context.principal, incomingDocument, { values });
  return { id: opened.id, number: opened.number };
};

export const returnDelivery: Handler<typeof exchangeRoutes.returnDelivery> = async (input, context) => {
  await refuseClassified(context, input.reason);
  return context.use(store).transaction(async (work) => {
    const acting = { principal: context.principal, work, services: context };
    const row = await lockOpen(acting, input.id, returning);
    await settleDelivery(acting, row, { status: 'returned', reason: input.reason });
    await context.use(messages).send(work, {
      to: { permission: 'office:distribute', department: row.sender },
      kind: 'result',
      title: '公文被退回',
      body: `${departmentName(context, row.receiver)}退回《${row.title}》：${input.reason}`,
      link: `/office/documents/${row.document}`,
    });
    return { done: true as const };
  });
};

export const recallDelivery: Handler<typeof exchangeRoutes.recallDelivery> = async (input, context) => {
  await refuseClassified(context, input.reason);
  return context.use(store).transaction(async (work) => {
    const acting = { principal: context.principal, work, services: context };
    const row = await lockOpen(acting, input.id, recalling);
    await settleDelivery(acting, row, { status: 'recalled', reason: input.reason });
    await context.use(messages).send(work, {
      to: { permission: 'office:receive', department: row.receiver },
      kind: 'notice',
      title: '来文已撤回',
      body: `${departmentName(context, row.sender)}撤回《${row.title}》：${input.reason}`,
    });
    return { done: true as const };
  });
};

/** What the reader may see of a delivery: who only receives reads a document no more that was recalled, or that he sent back. */
async function openDelivery(context: Context, id: string) {
  const row = await context.use(registers).of(delivery).get(context.principal, id);
  const mine = context.principal.departments.includes(row.receiver) ? ('to' as const) : ('from' as const);
  const withdrawn = mine === 'to' && (row.status === 'recalled' || row.status === 'returned');
  const work = { db: context.use(store).db };
  const text = withdrawn ? undefined : await readText({ services: context, work }, id);
  return { row, mine, text };
}

export const readDelivery: Handler<typeof exchangeRoutes.delivery> = async ({ id }, context) => {
  const { row, mine, text } = await openDelivery(context, id);
  const sealed = (text?.sealedFile ?? []).length > 0;
  const carried = new Set(text?.attachments ?? []);
  const attachments = digestsOf(text).filter(({ file }) => carried.has(file));
  return { state: row.status, mine, content: { ...contentOf(text) }, sealed, attachments };
};

/** Each attachment as it was sent, to whoever may read the text. */
export const giveDeliveryFile: Handler<typeof exchangeRoutes.deliveryFile> = async (
  { id, file },
  context,
) => {
  const { text } = await openDelivery(context, id);
  const carried = (text?.attachments ?? []).includes(file);
  const kept = carried ? await context.use(store).files.handOut([file]) : undefined;
  if (kept === undefined) throw commonErrors.missing();
  await context.use(access).auditAlone(context.principal, {
    module: 'office',
    event: 'export',
    objectType: 'office.delivery',
    objectId: id,
    result: 'success',
    detail: { file },
  });
  return kept;
};

export const deliveryPaper: Paper = {
  title: '盖章来文（OFD）',
  owner: 'city-government-office',
  approve: 'data-protection:approve-exports',
  module: 'office',
  object: 'office.delivery',
  async make(context, id) {
    const { text } = await openDelivery(context, id);
    const kept = await context.use(store).files.handOut(text?.sealedFile);
    if (kept === undefined) throw errors.notSealed();
    return kept;
  },
};

export const giveSealedDelivery: Handler<typeof exchangeRoutes.sealedDelivery> = ({ id }, context) =>
  context.use(access).exits.hand(context, 'office.sealed-delivery', id);
