/** 采购: the way of buying and who approves follow from the year's total of the same kind and budget item (a decision table). */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { code, decimal, files, integer, longText, text } from '../../../../kernel/register.ts';
import { matterFields, matterOwner } from './matter-fields.ts';
import { matterProcess } from './matter-process.ts';

const process = matterProcess({
  title: '采购',
  mendable: ['item', 'kind', 'budgetItem', 'quantity', 'unitPrice', 'reason', 'minutes'],
  first: 'procure',
  nodes: {
    procure: {
      kind: 'user',
      title: '实施采购',
      allow: 'serve',
      candidate: { kind: 'post', holds: 'serve', of: 'initiator' },
      actions: {
        bought: {
          title: '登记采购结果',
          flow: 'bought',
          needs: ['fields'],
          sets: ['supplier', 'contractAmount', 'quotes', 'contract'],
          requires: ['supplier', 'contractAmount'],
        },
        failed: { title: '采购失败', flow: 'failed', needs: ['opinion'], negative: true },
      },
    },
    accept: {
      kind: 'user',
      title: '验收',
      allow: 'apply',
      candidate: { kind: 'initiator' },
      actions: {
        accept: {
          title: '验收合格',
          flow: 'accepted',
          needs: ['fields'],
          sets: ['acceptance', 'evidence'],
          requires: ['acceptance'],
        },
        reject: { title: '验收不合格', flow: 'rejected', needs: ['opinion'], negative: true },
      },
    },
    finished: { kind: 'end', title: '已验收', outcome: 'finished' },
    unbought: { kind: 'end', title: '未成交', outcome: 'unbought' },
  },
  flows: [
    { id: 'bought', from: 'procure', to: 'accept' },
    { id: 'failed', from: 'procure', to: 'unbought' },
    { id: 'accepted', from: 'accept', to: 'finished' },
    { id: 'rejected', from: 'accept', to: 'procure' },
  ],
  outcomes: { finished: { title: '已验收' }, unbought: { title: '未成交' } },
  marks: { bought: 'procure.bought' },
});

export const purchase = defineCase({
  title: '采购',
  summary: '办公采购的申请、审批、实施和验收',
  owner: 'city-finance',
  ...matterOwner,
  fields: {
    ...matterFields,
    item: text({ title: '品名', required: true, search: true, maxLength: 80 }),
    kind: code({
      title: '类别',
      required: true,
      filter: true,
      list: true,
      codeList: 'office purchase-kinds',
    }),
    budgetItem: text({ title: '预算项目', required: true, filter: true, maxLength: 60 }),
    quantity: integer({ title: '数量', required: true, minimum: 1, maximum: 1_000_000 }),
    unitPrice: decimal({ title: '单价', required: true, minimum: 0, maximum: 1_000_000_000, unit: '元' }),
    amount: decimal({ title: '金额', unit: '元', list: true, managed: true }),
    yearTotal: decimal({ title: '本年同类累计', unit: '元', managed: true }),
    way: code({
      title: '采购方式',
      filter: true,
      list: true,
      managed: true,
      codeList: 'office purchase-ways',
    }),
    level: integer({ title: '审批层级', managed: true }),
    basis: text({ title: '裁决依据', managed: true, maxLength: 200 }),
    reason: longText({ title: '采购理由', required: true, maxLength: 500 }),
    minutes: files({ title: '会议纪要' }),
    supplier: text({ title: '供应商', maxLength: 80 }),
    contractAmount: decimal({ title: '成交金额', minimum: 0, unit: '元' }),
    quotes: files({ title: '报价单' }),
    contract: files({ title: '合同' }),
    acceptance: longText({ title: '验收意见', maxLength: 500 }),
    evidence: files({ title: '验收材料' }),
  },
  titleField: 'subject',
  allow: { read: 'apply' },
  process: graphProcess(process, { number: { prefix: 'CG', digits: 4 } }),
});
