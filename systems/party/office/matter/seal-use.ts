/** 用印: what is sealed, how many times, by whom it was allowed; a seal that leaves the house comes back. */
import { defineCase } from '../../../../kernel/case.ts';
import { graphProcess } from '../../../../kernel/graph-process.ts';
import { boolean, code, files, integer, longText, moment, text } from '../../../../kernel/register.ts';
import { matterFields, matterOwner } from './matter-fields.ts';
import { matterProcess } from './matter-process.ts';

const process = matterProcess({
  title: '用印',
  mendable: ['paper', 'seal', 'copies', 'sendTo', 'purpose', 'blank', 'takeOut', 'outUntil', 'scans'],
  first: 'seal',
  nodes: {
    seal: {
      kind: 'user',
      title: '用印',
      allow: 'seal',
      candidate: { kind: 'post', holds: 'seal', of: 'initiator' },
      actions: {
        seal: {
          title: '用印登记',
          flow: 'sealed',
          needs: ['fields'],
          sets: ['sealedCopies'],
          requires: ['sealedCopies'],
        },
        decline: { title: '与审批不符,不予用印', flow: 'declined', needs: ['opinion'], negative: true },
      },
    },
    outside: { kind: 'exclusive', title: '是否外带' },
    back: {
      kind: 'user',
      title: '归还印章',
      allow: 'seal',
      candidate: { kind: 'post', holds: 'seal', of: 'initiator' },
      actions: {
        back: { title: '确认归还', needs: ['fields'], sets: ['returnedAt'], requires: ['returnedAt'] },
      },
    },
    finished: { kind: 'end', title: '已用印', outcome: 'finished' },
    undone: { kind: 'end', title: '未用印', outcome: 'undone' },
  },
  flows: [
    { id: 'sealed', from: 'seal', to: 'outside' },
    { id: 'declined', from: 'seal', to: 'undone' },
    { id: 'out', from: 'outside', to: 'back', when: 'takeOut = true' },
    { id: 'inside', from: 'outside', to: 'finished', otherwise: true },
    { id: 'returned', from: 'back', to: 'finished' },
  ],
  outcomes: { finished: { title: '已用印' }, undone: { title: '未用印' } },
  marks: { sealed: 'seal.seal' },
});

export const sealUse = defineCase({
  title: '用印',
  summary: '印章使用的申请、审批和登记',
  owner: 'city-government-office',
  ...matterOwner,
  fields: {
    ...matterFields,
    paper: text({ title: '文件名称', required: true, search: true, maxLength: 100 }),
    seal: code({ title: '印章', required: true, filter: true, list: true, codeList: 'office seal-kinds' }),
    copies: integer({ title: '份数', required: true, minimum: 1, maximum: 999, unit: '份' }),
    sendTo: text({ title: '报送单位', required: true, maxLength: 80 }),
    purpose: longText({ title: '用途', required: true, maxLength: 300 }),
    blank: boolean({ title: '含空白处', hint: '空白纸张、空白介绍信和内容不全的文件不得用印' }),
    takeOut: boolean({ title: '印章外带', required: true }),
    outUntil: moment({ title: '归还期限' }),
    scans: files({ title: '待用印文件' }),
    sealedCopies: integer({ title: '实际用印份数', minimum: 1, maximum: 999, unit: '份', list: true }),
    returnedAt: moment({ title: '归还时间' }),
  },
  titleField: 'subject',
  allow: { read: 'apply' },
  process: graphProcess(process, { number: { prefix: 'YY', digits: 4 } }),
});
