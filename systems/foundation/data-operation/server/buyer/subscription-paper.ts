/** The contract of a subscription as a document, for the firm that has it. */
import { fillSlots } from '../../../../../kernel/fill-slots.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { order } from '../../case/order.ts';
import template from '../../data/subscription-template.json' with { type: 'json' };
import { operator } from '../../registers/operator.ts';
import type { buyerRoutes } from '../../routes/buyer-routes.ts';
import { yuan } from '../product/split-income.ts';
import { ownSubscription } from './firms.ts';

export const subscriptionPaper: Handler<typeof buyerRoutes.subscriptionPaper> = async ({ id }, context) => {
  const { row, of } = await ownSubscription(context, id);
  const { db } = context.use(store);
  const rows = context.use(registers);
  const by = await rows.of(operator).trusted.find(db, of.operator);
  const asked = row.order === null ? undefined : await rows.of(order).trusted.find(db, row.order);
  const number = asked?.number ?? row.id;
  const pricing = of.pricing === 'month' ? template.month : template.run;
  const values = {
    product: of.title,
    scene: of.scene,
    purpose: asked?.purpose ?? template.asDescribed,
    from: row.from,
    until: row.until,
    pricing: fillSlots(pricing, { price: yuan(of.price) }),
  };
  const body = await context.use(documents).renderPdf({
    title: template.title,
    subtitle: `${number}　签订于 ${shanghaiDate(new Date(row.createdAt))}`,
    footer: fillSlots(template.footer, { version: template.version }),
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: [
      {
        fields: [
          [template.parties.operator, `${by?.name ?? ''}　${by?.creditCode ?? ''}`],
          [template.parties.subscriber, `${row.subscriber}　${row.creditCode}`],
        ],
      },
      ...template.clauses.flatMap(({ heading, text }) => [{ heading }, { text: fillSlots(text, values) }]),
    ],
  });
  return { contentType: 'application/pdf', body, fileName: `${number}.pdf` };
};
