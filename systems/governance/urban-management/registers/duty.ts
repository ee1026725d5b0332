/** 责任单位表 and 网格责任表: which unit handles a class in an area, and which collector walks a grid. */
import { area, code, date, defineRegister, department, subject, text } from '../../../../kernel/register.ts';

export const duty = defineRegister({
  title: '责任单位表',
  summary: '小类 × 区域落到处置单位;部件先属主后属地,事项先属地后属主,都没有时由指挥中心指定',
  owner: 'city-urban-management',
  share: 'conditional',
  open: 'none',
  fields: {
    key: text({
      title: '行键',
      required: true,
      unique: true,
      class: 'public',
      maxLength: 60,
      hint: '角色/小类/区划/次序,用于重复导入时辨认同一行',
    }),
    role: code({
      title: '责任角色',
      filter: true,
      list: true,
      class: 'public',
      codeList: 'urban-management duty-roles',
      hint: '留空表示不限角色',
    }),
    classPrefix: text({
      title: '小类前缀',
      filter: true,
      list: true,
      class: 'public',
      pattern: /^\d{2}(?:\d{3})?$/,
      hint: '2 位大类或 5 位小类,留空表示全部',
    }),
    region: area({ title: '适用区域', required: true, filter: true, list: true, class: 'public' }),
    side: code({
      title: '属主/属地',
      required: true,
      filter: true,
      list: true,
      class: 'public',
      codeList: 'urban-management duty-sides',
    }),
    unit: department({ title: '处置单位', required: true, filter: true, list: true, class: 'public' }),
    validFrom: date({ title: '生效日期', required: true, class: 'public' }),
    validTo: date({ title: '失效日期', class: 'public' }),
    note: text({ title: '说明', maxLength: 200 }),
  },
  allow: {
    read: 'read-standards',
    write: 'manage-duty',
    import: 'manage-duty',
    export: 'read-standards',
  },
  titleField: 'key',
  sort: 'key',
});

export const collectorDuty = defineRegister({
  title: '网格责任表',
  summary: '责任网格:哪位信息采集员负责哪些单元网格;核实和核查任务据此派给本人',
  owner: 'city-urban-management',
  share: 'none',
  open: 'none',
  fields: {
    grid: text({
      title: '单元网格',
      required: true,
      filter: true,
      list: true,
      search: true,
      pattern: /^3412\d{11}$/,
    }),
    village: area({ title: '所在村(社区)', required: true, filter: true, list: true }),
    collector: subject({ title: '信息采集员', required: true, filter: true, list: true }),
    validFrom: date({ title: '生效日期', required: true, list: true }),
    validTo: date({ title: '失效日期', list: true }),
  },
  allow: { read: 'read-standards', write: 'manage-duty', import: 'manage-duty' },
  scope: { area: 'village', subjects: ['collector'] },
  titleField: 'grid',
  sort: 'grid',
});
