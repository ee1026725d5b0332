/** 感知设备: the governed register of everything that senses, with its place, owner, wire name and stage of life. */
import {
  area,
  code,
  date,
  defineRegister,
  department,
  integer,
  longText,
  point,
  ref,
  text,
} from '../../../kernel/register.ts';

export const device = defineRegister({
  title: '感知设备',
  summary: '接入城市感知网络的设备:是什么、在哪里、归谁管、用什么协议和地址上报;一台设备一个凭证',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    code: text({
      title: '设备编码',
      required: true,
      unique: true,
      search: true,
      list: true,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{2,59}$/,
      hint: '字母或数字开头,可含 . _ -,3 至 60 个字符;MQTT 的用户名',
    }),
    name: text({ title: '名称', required: true, search: true, list: true, maxLength: 60 }),
    model: ref({ title: '物模型', required: true, filter: true, list: true, to: 'telemetry.thing-model' }),
    stage: code({
      title: '状态',
      codeList: 'telemetry device-stages',
      filter: true,
      list: true,
      managed: true,
    }),
    group: text({ title: '分组', filter: true, maxLength: 40 }),
    protocol: code({ title: '接入协议', codeList: 'telemetry protocols', filter: true }),
    address: text({
      title: '协议地址',
      search: true,
      filter: true,
      maxLength: 64,
      hint: 'HJ 212 的 MN、SL 651 的站址、JT/T 808 的终端手机号;同一协议内不能重复',
    }),
    gateway: ref({
      title: '上级平台',
      to: 'telemetry.device',
      filter: true,
      hint: '经哪个平台上报;JT/T 809 的车辆必填,只收所属平台报来的位置',
    }),
    plate: text({
      title: '车牌和颜色',
      search: true,
      pattern: /^[^\s/]{2,10}\/\d$/,
      maxLength: 12,
      hint: '车牌/颜色代码，如 皖K12345/2（JT/T 415：1 蓝 2 黄 3 黑 4 白 9 其他）；有它才经 JT/T 809 上报',
    }),
    department: department({ title: '权属部门', required: true, filter: true }),
    area: area({ title: '所在区划', required: true, filter: true, list: true }),
    position: point({ title: '位置' }),
    place: text({ title: '安装地点', search: true, list: true, maxLength: 100 }),
    expectSeconds: integer({
      title: '上报间隔',
      unit: '秒',
      minimum: 1,
      maximum: 604_800,
      hint: '空则按物模型;超过若干个间隔没有上报算离线',
    }),
    toleranceSeconds: integer({
      title: '时钟容差',
      unit: '秒',
      minimum: 0,
      maximum: 86_400,
      hint: '空则按系统参数;比服务器时间超前更多的读数不收',
    }),
    serial: text({ title: '出厂编号', maxLength: 60 }),
    firmware: text({ title: '固件版本', filter: true, managed: true, maxLength: 60 }),
    installedOn: date({ title: '安装日期' }),
    note: longText({ title: '备注', maxLength: 500 }),
  },
  allow: { read: 'read-devices', write: 'keep-devices', import: 'keep-devices', export: 'read-devices' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'name',
  sort: 'code',
});

/** Registered → active ↔ disabled → retired; a device without a stage is newly registered. */
export const stages = {
  registered: { title: '待启用', next: ['active', 'retired'] },
  active: { title: '在用', next: ['disabled', 'retired'] },
  disabled: { title: '停用', next: ['active', 'retired'] },
  retired: { title: '已退役', next: [] },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly next: readonly string[] }>>;

export type Stage = keyof typeof stages;

export const protocols: Readonly<Record<string, string>> = {
  mqtt: 'MQTT',
  http: 'HTTP',
  nats: 'NATS',
  hj212: 'HJ 212',
  sl651: 'SL 651',
  jt808: 'JT/T 808',
  jt809: 'JT/T 809',
  syslog: 'syslog',
};
