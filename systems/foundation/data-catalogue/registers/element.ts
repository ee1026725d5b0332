/** 数据元: what a kind of value is called and how it is written, once for all entries; information items refer to it. */
import { code, defineRegister, longText, text } from '../../../../kernel/register.ts';

export const element = defineRegister({
  title: '数据元',
  summary:
    '全市共用的数据元：标识符、名称、定义、类型、长度、代码集和出处；数据集的字段写上标识符，目录的信息项随之引用',
  owner: 'city-data-resources',
  share: 'unconditional',
  open: 'unconditional',
  fields: {
    code: text({
      title: '标识符',
      required: true,
      unique: true,
      search: true,
      list: true,
      maxLength: 30,
      pattern: /^[A-Z]{1,4}\d{4,10}$/,
      hint: '1至4个大写字母加4至10位数字',
      class: 'public',
    }),
    name: text({
      title: '中文名称',
      required: true,
      search: true,
      list: true,
      maxLength: 60,
      class: 'public',
    }),
    definition: longText({ title: '定义', required: true, search: true, maxLength: 500, class: 'public' }),
    type: code({
      title: '数据类型',
      required: true,
      filter: true,
      list: true,
      codeList: 'data-catalogue data-types',
      class: 'public',
    }),
    length: text({
      title: '表示格式',
      required: true,
      list: true,
      maxLength: 20,
      pattern: /^(?:a|n|an|c|ul)?(?:\.\.)?\d{0,6}(?:,\d{1,3})?$|^YYYYMMDD(?:hhmmss)?$/,
      hint: '如 an18、c..60、n..10,2、YYYYMMDD',
      class: 'public',
    }),
    codes: text({ title: '代码集', list: true, maxLength: 100, hint: '标准号或代码表名称', class: 'public' }),
    unit: text({ title: '计量单位', maxLength: 20, class: 'public' }),
    source: text({ title: '出处', required: true, list: true, maxLength: 100, class: 'public' }),
  },
  allow: { read: 'read', write: 'keep-elements', import: 'keep-elements', export: 'read' },
  reference: true,
  titleField: 'name',
  sort: 'code',
});
