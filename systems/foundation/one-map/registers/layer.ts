/** 导入图层: one file of shapes that a department put on the map, and the departments that it shares it with. */
import {
  boolean,
  code,
  decimal,
  defineRegister,
  department,
  integer,
  json,
  longText,
  moment,
  text,
} from '../../../../kernel/register.ts';

export const layer = defineRegister({
  title: '导入图层',
  summary: '部门从文件导入的图层，本部门和共享部门可以看',
  owner: 'city-natural-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    title: text({ title: '名称', required: true, search: true, list: true, maxLength: 60, class: 'public' }),
    department: department({ title: '归属部门', required: true, list: true, filter: true, class: 'public' }),
    sharedWith: json({ title: '共享部门' }),
    note: longText({ title: '说明', maxLength: 500 }),
    kind: code({ title: '图形', list: true, filter: true, codeList: 'one-map kinds', managed: true }),
    datum: code({ title: '原坐标系', list: true, codeList: 'one-map datums', managed: true }),
    fileName: text({ title: '来源文件', list: true, maxLength: 200, managed: true }),
    columns: json({ title: '字段', managed: true }),
    titleColumn: text({ title: '名称字段', maxLength: 100, managed: true }),
    heightColumn: text({ title: '高度字段', maxLength: 100, managed: true }),
    /** Columns that hold nothing but numbers, and nothing but times. */
    numberColumns: json({ title: '数值字段', managed: true }),
    timeColumns: json({ title: '时间字段', managed: true }),
    /** LayerStyle in server/layer/style-layer.ts. */
    style: json({ title: '分类着色', managed: true }),
    labelled: boolean({ title: '显示名称', managed: true }),
    colour: text({ title: '颜色', maxLength: 7, pattern: /^#[0-9a-f]{6}$/ }),
    /** Of a layer of roads that ways are looked for on: RoadMarks in server/network/road-marks.ts. */
    roads: json({ title: '路网', managed: true }),
    features: integer({ title: '要素数', list: true, managed: true }),
    skipped: integer({ title: '跳过的行', managed: true }),
    west: decimal({ title: '西界', managed: true }),
    south: decimal({ title: '南界', managed: true }),
    east: decimal({ title: '东界', managed: true }),
    north: decimal({ title: '北界', managed: true }),
    withdrawnAt: moment({ title: '撤下时间', list: true, managed: true }),
    withdrawReason: text({ title: '撤下原因', maxLength: 200, managed: true }),
  },
  allow: { read: 'use' },
  scope: { departments: ['department', 'sharedWith'] },
  titleField: 'title',
});
