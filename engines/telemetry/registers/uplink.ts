/** 809 上级链路: a platform above that the city hands its vehicles up to by JT/T 809, and which of them go. */
import { area, boolean, code, defineRegister, integer, text } from '../../../kernel/register.ts';

const number = /^\d{1,10}$/;
const host = /^[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/;

export const uplink = defineRegister({
  title: '809 上级链路',
  summary:
    '按 JT/T 809 向上级平台转发车辆位置和报警的链路：对方地址、接入身份、版本和上报范围；密码与加密参数另行密封保存',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '上级平台', required: true, search: true, list: true, maxLength: 60 }),
    host: text({ title: '主链路地址', required: true, list: true, maxLength: 253, pattern: host }),
    port: integer({ title: '主链路端口', required: true, list: true, minimum: 1, maximum: 65_535 }),
    edition: code({
      title: '版本',
      required: true,
      list: true,
      filter: true,
      codeList: 'telemetry jt809-editions',
    }),
    protocolVersion: text({
      title: '协议版本号',
      required: true,
      pattern: /^\d{6}$/,
      hint: '六位数字，如 010000 为 1.0.0，由上级平台告知',
    }),
    accessCode: text({ title: '接入码', required: true, pattern: number, hint: '上级平台分配' }),
    userId: text({ title: '用户名', required: true, pattern: number, hint: '上级平台分配，数字' }),
    platformId: text({
      title: '本平台编码',
      required: true,
      pattern: /^[A-Za-z0-9]{1,11}$/,
      hint: '行政区划代码加平台编号，最多 11 位',
    }),
    subHost: text({
      title: '从链路地址',
      maxLength: 32,
      pattern: host,
      hint: '上级平台据此连回本平台（LINE_PORTS 的 jt809-sub）；空则没有从链路',
    }),
    subPort: integer({ title: '从链路端口', minimum: 1, maximum: 65_535 }),
    encrypted: boolean({ title: '消息体加密' }),
    area: area({
      title: '上报区划',
      required: true,
      filter: true,
      list: true,
      hint: '含下级；其中有车牌的在用设备上报',
    }),
    group: text({ title: '上报分组', filter: true, list: true, maxLength: 40, hint: '空则区划内各分组' }),
    enabled: boolean({ title: '启用', filter: true, list: true }),
  },
  allow: { read: 'read-devices', write: 'keep-uplinks' },
  scope: { area: 'area' },
  titleField: 'name',
  sort: 'name',
});

export const editions: Readonly<Record<string, string>> = {
  '2011': 'JT/T 809-2011',
  '2019': 'JT/T 809-2019',
};
