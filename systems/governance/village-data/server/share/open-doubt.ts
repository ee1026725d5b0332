/** 疑义: a department that doubts a delivered value opens 疑义校核 of 数据质量 about it; the village sees it on the card and answers by confirming or correcting. */
import { flow } from '../../../../../engines/flow/service.ts';
import { messages } from '../../../../../engines/messages/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { resource } from '../../../../foundation/data-catalogue/contract.ts';
import { dispute } from '../../../../foundation/data-quality/contract.ts';
import { type Fact, placeKey } from '../../card/card.ts';
import { errors } from '../../errors.ts';
import { change, doubt } from '../../registers/flow.ts';
import type { departmentRoutes } from '../../routes/department-routes.ts';
import { getField, readFields } from '../catalogue.ts';
import { openDoubts, placeOfDoubt } from './answer-doubts.ts';
import { ownDelivery } from './receive.ts';

export const openDoubt: Handler<typeof departmentRoutes.doubt> = (input, context) =>
  context.use(store).transaction(async (work) => {
    const rows = context.use(registers);
    const sent = await ownDelivery(context, work, input.delivery);
    const fact = (sent.facts as readonly Fact[]).find((each) => placeKey(each) === placeKey(input));
    const origin = await rows.of(change).trusted.find(work.db, sent.change);
    if (fact === undefined || origin === undefined) throw errors.noDelivery();
    const open = await openDoubts(context, work.db, [origin.household]);
    if (open.some((each) => placeKey(placeOfDoubt(each)) === placeKey(input))) throw errors.alreadyDoubted();
    const field = getField(await readFields(context, work.db), input.field);
    const target = `register:village-data.${input.of}`;
    const [entry] = await rows
      .of(resource)
      .trusted.findMany(work.db, { filter: { field: 'target', is: 'equal', value: target }, limit: 1 });
    if (entry === undefined) throw errors.notCatalogued();
    const opened = await context.use(flow).open(
      context.principal,
      dispute,
      {
        values: {
          resource: entry.id,
          title: `户卡“${field.title}”疑义`,
          rowKey: input.member ?? origin.household,
          field: field.key,
          doubt: input.reason,
        },
      },
      work,
    );
    await rows.of(doubt).trusted.insert(work, context.principal.id, {
      household: origin.household,
      number: origin.number,
      area: origin.area,
      member: input.member,
      field: field.key,
      department: sent.department,
      reason: input.reason,
      dispute: opened.id,
    });
    await context.use(messages).send(work, {
      to: { permission: 'village-data:collect', area: origin.area },
      kind: 'to-do',
      title: `请核实 ${origin.number.slice(12)} 户的“${field.title}”`,
      body: '有部门对这项提出疑义，请入户核实：有误的更正，无误的确认。',
      link: `/village-data/cards/${origin.household}`,
    });
    return { id: opened.id, number: opened.number };
  });
