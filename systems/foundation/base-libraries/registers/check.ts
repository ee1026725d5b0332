/** 核验记录: who asked whether a number and a name belong together, for what, and the yes or no he got. What was asked for is kept to answer the person himself. */
import { boolean, code, defineRegister, department, moment, text } from '../../../../kernel/register.ts';

export const check = defineRegister({
  title: '核验记录',
  summary: '每次核验一条：谁、为办什么事、核验哪个库、答复是否一致；只追加',
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
    department: department({ title: '核验部门', required: true, filter: true, list: true }),
    at: moment({ title: '时间', required: true, filter: true, list: true }),
    purpose: code({
      title: '用途',
      required: true,
      filter: true,
      list: true,
      codeList: 'base-libraries purposes',
    }),
    basis: text({ title: '办件编号或依据', required: true, list: true, maxLength: 100 }),
    matches: boolean({ title: '一致', required: true, filter: true, list: true }),
    number: text({
      title: '核验号码',
      required: true,
      class: 'sensitive',
      mask: 'id-card',
      stored: 'sealed',
    }),
  },
  allow: { read: 'check' },
  scope: { departments: ['department'] },
  titleField: 'basis',
  sort: '-at',
});
