/** 机关代字: under which code and which red mark an organ issues documents. One code belongs to one organ. */
import { code, defineRegister, department, text } from '../../../../kernel/register.ts';

export const numberCode = defineRegister({
  title: '机关代字',
  summary: '发文机关代字、发文机关标志和公文格式,用于编制发文字号和套红',
  owner: 'city-government-office',
  share: 'unconditional',
  open: 'none',
  reference: true,
  fields: {
    code: text({
      title: '机关代字',
      required: true,
      unique: true,
      search: true,
      list: true,
      class: 'public',
      pattern: /^[\u4e00-\u9fa5]{1,12}$/,
      hint: '例如 阜政办',
    }),
    organ: department({ title: '发文机关', required: true, filter: true, list: true, class: 'public' }),
    mark: text({
      title: '发文机关标志',
      required: true,
      list: true,
      class: 'public',
      maxLength: 30,
      hint: '发文机关全称或规范化简称,不含“文件”二字',
    }),
    suffix: text({ title: '标志后缀', class: 'public', maxLength: 8, hint: '文件、令、纪要;信函不填' }),
    format: code({
      title: '公文格式',
      required: true,
      list: true,
      class: 'public',
      codeList: 'office formats',
    }),
    signature: text({ title: '署名', required: true, class: 'public', maxLength: 30 }),
  },
  allow: { read: 'read-codes', write: 'keep-codes', import: 'keep-codes', export: 'keep-codes' },
  titleField: 'code',
  sort: 'code',
});
