/** 地图故事: a saved view of the map with its notes, under an address of its own. */
import {
  code,
  defineRegister,
  department,
  json,
  longText,
  moment,
  text,
} from '../../../../kernel/register.ts';

export const story = defineRegister({
  title: '地图故事',
  summary: '保存的图层、位置、分析和批注，打开的人只看到本人有权看的内容',
  owner: 'city-natural-resources',
  share: 'none',
  open: 'none',
  fields: {
    title: text({ title: '标题', required: true, search: true, list: true, maxLength: 60 }),
    note: longText({ title: '说明', maxLength: 2000 }),
    department: department({ title: '发布部门', required: true, list: true, filter: true }),
    audience: code({
      title: '共享给',
      required: true,
      list: true,
      filter: true,
      codeList: 'one-map audiences',
    }),
    sharedWith: json({ title: '共享部门' }),
    view: json({ title: '视图' }),
    withdrawnAt: moment({ title: '撤下时间', list: true, managed: true }),
  },
  allow: { read: 'use' },
  scope: { departments: ['department', 'sharedWith'] },
  titleField: 'title',
});
