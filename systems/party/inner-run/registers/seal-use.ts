/** 用印记录: each sealing of a result, by whom, of which content; the digest tells a changed paper from the sealed one. */
import {
  code,
  defineRegister,
  department,
  files,
  json,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const sealUse = defineRegister({
  title: '在线用印记录',
  summary: '办理结果的在线用印：何人何时用何章，内容摘要和核验码',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    application: ref({ title: '办件', to: 'inner-run.application', required: true, filter: true }),
    title: text({ title: '文书', required: true, search: true, list: true, maxLength: 120 }),
    unit: department({ title: '用印单位', required: true, filter: true, list: true }),
    applicant: department({ title: '申请单位', required: true, list: true }),
    seal: code({ title: '印章', required: true, list: true, codeList: 'inner-run seals' }),
    sealedBy: subject({ title: '用印人', required: true }),
    sealedAt: moment({ title: '用印时间', required: true, list: true }),
    /** SM3 over the canonical text of what was sealed. */
    digest: text({ title: '内容摘要', required: true, maxLength: 64 }),
    verification: text({ title: '核验码', required: true, unique: true, list: true, maxLength: 20 }),
    content: json({ title: '文书内容', required: true }),
    /** OFD under the unit's electronic seal; none where the unit seals on paper. */
    sealedFile: files({ title: '盖章版式文件' }),
  },
  scope: { departments: ['unit', 'applicant'] },
  allow: { read: 'read' },
  titleField: 'title',
});
