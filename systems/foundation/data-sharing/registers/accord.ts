/** 三方协议: the text that provider, consumer and platform seal, word for word, and how far they are. */
import {
  code,
  date,
  defineRegister,
  department,
  files,
  integer,
  json,
  longText,
  moment,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const accord = defineRegister({
  title: '三方协议',
  summary: '重要数据共享合同的三方协议：正文、摘要、三方用印；全部用印前合同不生效；续期另签，签齐前按原期限',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    number: text({ title: '协议编号', required: true, unique: true, search: true, list: true }),
    agreement: ref({
      title: '共享合同',
      required: true,
      unique: true,
      list: true,
      to: 'data-sharing.agreement',
    }),
    provider: department({ title: '提供方', required: true, filter: true, list: true }),
    consumer: department({ title: '使用方', required: true, filter: true, list: true }),
    platform: department({ title: '平台方', required: true }),
    grade: code({ title: '数据级别', required: true, list: true, codeList: 'data-sharing grades' }),
    stage: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-sharing accord-stages',
    }),
    template: integer({ title: '范本版本', required: true }),
    body: longText({ title: '正文', required: true, maxLength: 20_000 }),
    digest: text({ title: '正文摘要（SM3）', required: true }),
    seals: json({ title: '用印' }),
    sealed: files({ title: '已用印文件' }),
    effectiveAt: moment({ title: '生效时间', list: true }),
    /** When the words were laid before the three: an assessment of before is one of other terms. */
    laidAt: moment({ title: '提请签署时间' }),
    /** Of words that renew a contract: what the third seal puts in force. Null for the first ones. */
    until: date({ title: '续签至' }),
    callsPerDay: integer({ title: '续签后每日额度', unit: '次' }),
    /** Case of the renewal that laid these words; one of the two may take them back until the last seal. */
    renewal: text({ title: '续期' }),
    /** Words that were in force before, with their seals. */
    former: json({ title: '以前的协议' }),
    /** Words of renewals that were taken back before all had sealed. */
    withdrawn: json({ title: '撤回的续签' }),
  },
  allow: { read: 'read' },
  scope: { departments: ['provider', 'consumer', 'platform'] },
  titleField: 'number',
  sort: '-number',
});
