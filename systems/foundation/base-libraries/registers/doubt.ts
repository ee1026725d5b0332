/** 疑义转办: which value of which record was sent back to its source, and the 疑义校核 that it became. */
import { code, defineRegister, department, ref, text } from '../../../../kernel/register.ts';

export const doubt = defineRegister({
  title: '疑义转办',
  summary: '基础库里各来源不一致的值，转给取值以外的来源部门限时核实；一项一条，办结前不重复转',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    library: code({
      title: '库',
      required: true,
      filter: true,
      list: true,
      codeList: 'base-libraries libraries',
    }),
    field: text({ title: '字段', required: true, list: true }),
    source: text({ title: '来源', required: true, list: true }),
    department: department({ title: '来源部门', required: true, filter: true, list: true }),
    dispute: ref({ title: '疑义', required: true, list: true, to: 'data-quality.dispute' }),
    number: text({
      title: '记录主键',
      required: true,
      class: 'sensitive',
      mask: 'id-card',
      stored: 'sealed',
    }),
  },
  allow: { read: 'read', export: 'read' },
  scope: { departments: ['department'] },
  titleField: 'field',
  sort: 'library',
});
