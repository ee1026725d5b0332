/** 授权运营单位: who was authorised by the city to make products of public data, in which fields and until when. */
import { code, date, defineRegister, longText, subject, text } from '../../../../kernel/register.ts';

export const operator = defineRegister({
  title: '授权运营单位',
  summary: '经授权运营公共数据的企业和单位：授权文号、范围、期限、经办人；停用后其项目一并不可用',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    name: text({ title: '单位名称', required: true, search: true, list: true, maxLength: 100 }),
    creditCode: text({
      title: '统一社会信用代码',
      required: true,
      unique: true,
      list: true,
      format: 'credit-code',
    }),
    agreement: text({ title: '授权协议文号', required: true, list: true, maxLength: 80 }),
    scope: longText({ title: '授权范围', required: true, maxLength: 1000, hint: '领域、场景、禁止的用途' }),
    until: date({ title: '授权期限', required: true, filter: true, list: true }),
    agent: subject({ title: '经办人' }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-operation operator-states',
    }),
    note: longText({ title: '停用原因', maxLength: 300 }),
  },
  allow: { read: 'read', write: 'operate', export: 'operate' },
  scope: { subjects: ['agent'] },
  titleField: 'name',
  sort: 'name',
});
