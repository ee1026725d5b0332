/** 上下文实体: what other platforms tell the city of parking, street lights, traffic … by NGSI-LD; only declared types. */
import { area, defineRegister, department, json, moment, point, text } from '../../../../kernel/register.ts';

export const contextEntity = defineRegister({
  title: '上下文实体',
  summary: '停车、照明、交通等外部平台按 NGSI-LD 报来的实体及其当前属性，供各系统查询和订阅',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    uri: text({ title: '实体标识', required: true, unique: true, search: true, list: true, maxLength: 200 }),
    type: text({ title: '类型', required: true, filter: true, list: true, maxLength: 60 }),
    name: text({ title: '名称', search: true, list: true, maxLength: 200 }),
    /** Nothing is deleted: a deleted entity is withdrawn, and may come back under its name. */
    withdrawnAt: moment({ title: '撤除时间', filter: true, list: true, managed: true }),
    area: area({ title: '所在区划', required: true, filter: true, list: true }),
    department: department({ title: '报送部门', required: true, filter: true, list: true }),
    position: point({ title: '位置' }),
    /** Normalized attributes of NGSI-LD by name. */
    attributes: json({ title: '属性', managed: true }),
  },
  allow: { read: 'watch', export: 'watch' },
  scope: { area: 'area', departments: ['department'] },
  titleField: 'uri',
  sort: 'uri',
});
