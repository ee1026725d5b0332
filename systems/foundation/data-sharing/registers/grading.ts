/** 数据分级: which catalogued data is 重要 or 核心; what is not named here is 一般. */
import { code, date, defineRegister, longText, ref } from '../../../../kernel/register.ts';

export const grading = defineRegister({
  title: '数据分级',
  summary: '列入重要、核心的数据目录；没有列入的为一般数据。达到设定级别的共享合同须签三方协议',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    resource: ref({
      title: '数据目录',
      required: true,
      unique: true,
      list: true,
      to: 'data-catalogue.resource',
    }),
    grade: code({
      title: '级别',
      required: true,
      list: true,
      filter: true,
      codeList: 'data-sharing grades',
    }),
    basis: longText({ title: '定级依据', required: true, maxLength: 500 }),
    decidedOn: date({ title: '定级日期', required: true, list: true }),
  },
  allow: { read: 'read', write: 'authorise' },
  titleField: 'basis',
  sort: '-decidedOn',
});
