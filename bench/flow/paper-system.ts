/** The case type that bench/flow.ts runs: drafted, signed by two beside a check, signed off; five work items a case, two branches and a join. */
import { bindCase } from '../../engines/flow/index.ts';
import { defineCase } from '../../kernel/case.ts';
import { defineContract } from '../../kernel/contract.ts';
import { graphProcess } from '../../kernel/graph-process.ts';
import type { ProcessModel, UserNode } from '../../kernel/process.ts';
import { longText, text } from '../../kernel/register.ts';
import { defineSystem, type System } from '../../kernel/system.ts';

function task(title: string, more: Partial<UserNode>): UserNode {
  return {
    kind: 'user',
    title,
    allow: 'sign',
    candidate: { kind: 'chosen' },
    limit: { amount: 4, unit: 'work-hour' },
    verbs: ['return', 'add-signer', 'reassign'],
    actions: { agree: { title: '同意' } },
    ...more,
  };
}

const model: ProcessModel = {
  title: '发文',
  version: 1,
  nodes: {
    start: { kind: 'start', title: '开始' },
    draft: task('拟稿', { allow: 'draft', candidate: { kind: 'initiator' } }),
    fork: { kind: 'parallel', title: '分' },
    countersign: task('会签', { sign: { mode: 'all' } }),
    check: task('校对', { allow: 'draft', candidate: { kind: 'initiator' } }),
    join: { kind: 'parallel', title: '合' },
    'sign-off': task('签发', { allow: 'sign-off', candidate: { kind: 'head', of: 'initiator' } }),
    end: { kind: 'end', title: '已发', outcome: 'issued' },
  },
  flows: [
    { id: 'f1', from: 'start', to: 'draft' },
    { id: 'f2', from: 'draft', to: 'fork' },
    { id: 'f3', from: 'fork', to: 'countersign' },
    { id: 'f4', from: 'fork', to: 'check' },
    { id: 'f5', from: 'countersign', to: 'join' },
    { id: 'f6', from: 'check', to: 'join' },
    { id: 'f7', from: 'join', to: 'sign-off' },
    { id: 'f8', from: 'sign-off', to: 'end' },
  ],
  outcomes: { issued: { title: '已发文' } },
  head: 'sign-off',
  limit: { amount: 5, unit: 'work-day' },
  allow: { open: 'draft' },
};

export const paper = defineCase({
  title: '发文',
  owner: 'city-urban-management',
  share: 'none',
  open: 'none',
  fields: {
    subject: text({ title: '标题', required: true, class: 'public', search: true }),
    body: longText({ title: '正文' }),
  },
  titleField: 'subject',
  allow: { read: 'read' },
  process: graphProcess(model, { number: { prefix: 'FW', digits: 7 } }),
});

export const paperSystem: System = defineSystem({
  contract: defineContract({
    id: 'bench',
    title: '测量',
    plan: [],
    permissions: { read: '查看', draft: '拟稿', sign: '会签', 'sign-off': '签发' },
    roles: {
      clerk: { title: '拟稿人', allow: ['read', 'draft'], reach: 'department' },
      signer: { title: '会签人', allow: ['read', 'sign'], reach: 'department' },
      head: { title: '负责人', allow: ['read', 'sign-off'], reach: 'department' },
    },
    cases: { paper },
    routes: {},
  }),
  handlers: {},
  cases: { paper: bindCase(paper, {}) },
});
