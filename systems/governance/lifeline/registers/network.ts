/** 供水管网: the hydraulic model of a supply area and what it is made of, for maps, sheets and the search for valves. */
import {
  area,
  boolean,
  code,
  decimal,
  defineRegister,
  department,
  files,
  integer,
  json,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';

const allow = { read: 'read', write: 'keep', import: 'keep', export: 'read' } as const;
const shared = { owner: 'city-housing-construction', share: 'conditional', open: 'none' } as const;
const scope = { area: 'area', departments: ['department'] } as const;
const place = {
  area: area({ title: '所在区划', required: true, filter: true }),
  department: department({ title: '权属单位', required: true, filter: true }),
} as const;
const network = ref({
  title: '管网',
  required: true,
  to: 'lifeline.water-network',
  filter: true,
  list: true,
});

export const waterNetwork = defineRegister({
  title: '供水管网',
  summary: '一个供水片区的水力模型(EPANET)和它在城市里的位置;模型文件、节点、管段由导入建立',
  ...shared,
  fields: {
    code: text({ title: '编号', required: true, unique: true, list: true, maxLength: 40 }),
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    ...place,
    position: point({ title: '中心位置', managed: true }),
    placement: json({ title: '坐标关系', managed: true }),
    model: files({ title: '模型文件', managed: true }),
    units: text({ title: '模型流量单位', managed: true, maxLength: 10 }),
    headloss: text({ title: '水头损失公式', managed: true, maxLength: 3 }),
    nodes: integer({ title: '节点数', list: true, managed: true }),
    pipes: integer({ title: '管段数', list: true, managed: true }),
    kilometres: decimal({ title: '管长', unit: 'km', list: true, managed: true }),
    note: text({ title: '备注', maxLength: 200 }),
  },
  allow,
  scope,
  titleField: 'name',
  sort: 'code',
});

export const waterNode = defineRegister({
  title: '管网节点',
  summary: '用水节点、水源和水池;用户数用于估算停水影响',
  ...shared,
  fields: {
    network,
    code: text({ title: '编号', required: true, search: true, list: true, managed: true, maxLength: 31 }),
    kind: code({
      title: '类别',
      codeList: 'lifeline node-kinds',
      filter: true,
      list: true,
      managed: true,
    }),
    elevation: decimal({ title: '高程', unit: 'm', list: true, managed: true }),
    demand: decimal({ title: '基本用水量', unit: 'L/s', list: true, managed: true }),
    users: integer({ title: '用户数', unit: '户', list: true, minimum: 0, maximum: 1_000_000 }),
    key: boolean({
      title: '重要用户',
      filter: true,
      list: true,
      hint: '医院、学校、养老机构等,停水须先告知',
    }),
    ...place,
    position: point({ title: '位置', managed: true }),
  },
  allow,
  scope,
  titleField: 'code',
  sort: 'code',
});

export const waterPipe = defineRegister({
  title: '管段',
  summary: '管网的管段、水泵和调节阀,长度、管径、走向来自模型',
  ...shared,
  fields: {
    network,
    code: text({ title: '编号', required: true, search: true, list: true, managed: true, maxLength: 31 }),
    kind: code({ title: '类别', codeList: 'lifeline link-kinds', filter: true, list: true, managed: true }),
    from: text({ title: '起点', required: true, list: true, managed: true, maxLength: 31 }),
    to: text({ title: '终点', required: true, list: true, managed: true, maxLength: 31 }),
    length: decimal({ title: '长度', unit: 'm', list: true, managed: true }),
    diameter: decimal({ title: '管径', unit: 'mm', list: true, managed: true }),
    roughness: decimal({ title: '粗糙系数', managed: true, hint: 'H-W 为 C 值,D-W 为毫米,C-M 为曼宁 n' }),
    closed: boolean({ title: '模型中关闭', managed: true }),
    line: json({ title: '走向', managed: true }),
    road: text({ title: '所在道路', search: true, list: true, maxLength: 60 }),
    ...place,
    position: point({ title: '中点', managed: true }),
  },
  allow,
  scope,
  titleField: 'code',
  sort: 'code',
});

export const waterValve = defineRegister({
  title: '检修阀门',
  summary: '管段一端的检修阀门,关阀方案按它们查找;关不动的注明,方案就不用它',
  ...shared,
  fields: {
    network,
    code: text({ title: '编号', required: true, search: true, list: true, maxLength: 40 }),
    pipe: text({ title: '所在管段', required: true, list: true, maxLength: 31 }),
    node: text({ title: '靠近节点', required: true, list: true, maxLength: 31 }),
    operable: boolean({ title: '能关严', required: true, filter: true, list: true }),
    address: text({ title: '位置说明', list: true, maxLength: 120 }),
    ...place,
    position: point({ title: '位置' }),
  },
  allow,
  scope,
  titleField: 'code',
  sort: 'code',
});

export const waterSensor = defineRegister({
  title: '供水监测点',
  summary: '压力计、流量计在管网模型中的位置;漏损定位把它们的读数与模拟结果比较',
  ...shared,
  fields: {
    network,
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    kind: code({
      title: '类别',
      required: true,
      codeList: 'lifeline sensor-kinds',
      filter: true,
      list: true,
    }),
    of: text({
      title: '节点或管段',
      required: true,
      list: true,
      maxLength: 31,
      hint: '压力填节点,流量填管段',
    }),
    device: ref({ title: '感知设备', required: true, to: 'telemetry.device', filter: true }),
    property: text({ title: '设备属性', required: true, maxLength: 40, pattern: /^[a-z][a-z0-9-]{0,39}$/ }),
    error: decimal({
      title: '读数标准误差',
      required: true,
      list: true,
      minimum: 0.000_01,
      maximum: 1000,
      hint: '压力 MPa,流量 L/s;含模型误差',
    }),
    ...place,
    position: point({ title: '位置' }),
  },
  allow,
  scope,
  titleField: 'name',
  sort: 'name',
});
