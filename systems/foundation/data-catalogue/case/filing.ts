/** 目录编制: an entry on its way from the compiler through two reviews into the catalogue, or a change of one that is there. */
import { correction, defineCase } from '../../../../kernel/case.ts';
import { code, codes, department, longText, ref, text } from '../../../../kernel/register.ts';

export const filingFields = {
  kind: code({
    title: '办理类型',
    required: true,
    list: true,
    filter: true,
    codeList: 'data-catalogue filing-kinds',
  }),
  resource: ref({ title: '目录', to: 'data-catalogue.resource', hint: '编制新目录时不填' }),
  name: text({ title: '资源名称', required: true, search: true, list: true, maxLength: 100 }),
  provider: department({ title: '提供方', filter: true, list: true, managed: true }),
  abstract: longText({ title: '摘要', maxLength: 1000, hint: '范围、用途' }),
  classCode: code({ title: '类', codeList: 'data-catalogue classes' }),
  itemCode: code({ title: '项', codeList: 'data-catalogue items', hint: '部门类不填，按部门性质' }),
  format: code({ title: '资源格式', codeList: 'data-catalogue formats' }),
  shareType: code({ title: '共享类型', codeList: 'data-catalogue share-types' }),
  shareCondition: longText({ title: '共享条件或不予共享依据', maxLength: 500 }),
  shareModes: codes({ title: '共享方式', codeList: 'data-catalogue share-modes' }),
  openType: code({ title: '开放属性', codeList: 'data-catalogue open-types' }),
  openCondition: longText({ title: '开放条件', maxLength: 500 }),
  cycle: code({ title: '更新周期', codeList: 'data-catalogue cycles' }),
  withheldItems: longText({
    title: '不予共享的信息项',
    maxLength: 2000,
    hint: '一行一个字段名；其余按目录的共享类型',
  }),
  conditionalItems: longText({
    title: '有条件共享的信息项',
    maxLength: 2000,
    hint: '无条件共享的目录里须审核的字段，一行一个；申请它们时由提供部门审核',
  }),
  duty: ref({ title: '应编目录', to: 'data-catalogue.duty' }),
  dataset: ref({ title: '挂接数据集', to: 'data-collection.dataset', hint: '信息项取自它的字段' }),
  reason: longText({ title: '办理说明', maxLength: 500 }),
} as const;

const content = Object.keys(filingFields).filter((name) => !['kind', 'resource', 'provider'].includes(name));

export const filing = defineCase({
  title: '目录编制',
  summary: '数据目录从编制、部门审核、主管部门审核到发布，以及变更、暂停、恢复和注销',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: filingFields,
  titleField: 'name',
  allow: { read: 'read', export: 'read' },
  process: {
    version: 2,
    start: ['department'],
    number: { prefix: 'ML', digits: 5 },
    stages: {
      department: {
        title: '部门审核',
        allow: 'review-department',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          approve: { title: '同意', to: { stage: 'authority' } },
          correct: { title: '退回修改', to: { stage: 'revise' }, needs: ['opinion'], negative: true },
        },
      },
      authority: {
        title: '主管部门审核',
        allow: 'review-authority',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          publish: { title: '发布', to: { end: 'published' } },
          correct: { title: '退回修改', to: { stage: 'revise' }, needs: ['opinion'], negative: true },
          refuse: { title: '不予发布', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      revise: correction('file', 'department', content, '修改'),
    },
    outcomes: {
      published: { title: '已发布' },
      refused: { title: '不予发布' },
      withdrawn: { title: '撤回' },
    },
    allow: { open: 'file' },
    marks: { approved: 'department.approve', published: 'authority.publish' },
    counts: { correct: 'authority.correct' },
  },
});
