/** The contract of a subscription as a document, for the firm that has it. */
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { documents } from '../../../../../engines/documents/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { order } from '../../case/order.ts';
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
  const clauses = [
    ['一、产品和用途', `${of.title}：${of.scene}。乙方用途：${asked?.purpose ?? '按产品说明'}。`],
    ['二、期限', `自 ${row.from} 至 ${row.until}。`],
    [
      '三、计价',
      of.pricing === 'month'
        ? `每月 ${yuan(of.price)} 元，期限内的月份逐月计。`
        : `每次交付 ${yuan(of.price)} 元，同一次结果只计一次。`,
    ],
    ['四、交付', '甲方只交付经审核放行的结果，不交付原始数据；每次交付逐条存证，乙方可下载凭证离线核验。'],
    ['五、结算', '按月出具结算单；乙方确认，或写明哪里不对，由运营单位限时答复、数据管理部门处理。'],
    ['六、限制', '乙方不得转授，不得尝试识别个人。'],
  ] as const;
  const body = await context.use(documents).renderPdf({
    title: '数据产品订阅合同',
    subtitle: `${asked?.number ?? row.id}　签订于 ${shanghaiDate(new Date(row.createdAt))}`,
    footer: '文本为本地默认（可修改）；按系统登记的订阅生成',
    ...(context.use(access).demo ? { watermark: '演示数据' } : {}),
    blocks: [
      {
        fields: [
          ['甲方（运营单位）', `${by?.name ?? ''}　${by?.creditCode ?? ''}`],
          ['乙方（订阅方）', `${row.subscriber}　${row.creditCode}`],
        ],
      },
      ...clauses.flatMap(([heading, text]) => [{ heading }, { text }]),
    ],
  });
  return { contentType: 'application/pdf', body, fileName: `${asked?.number ?? row.id}.pdf` };
};
