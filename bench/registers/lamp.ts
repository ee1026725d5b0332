/** The register of this bench: a dozen fields of every common kind, a scope, masked fields. */
import { defineContract } from '../../kernel/contract.ts';
import {
  area,
  boolean,
  date,
  decimal,
  defineRegister,
  department,
  integer,
  longText,
  point,
  text,
} from '../../kernel/register.ts';
import { defineSystem } from '../../kernel/system.ts';

export const lamp = defineRegister({
  title: '路灯',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    code: text({ title: '编码', required: true, unique: true, search: true, list: true, class: 'public' }),
    name: text({ title: '名称', search: true, list: true }),
    place: area({ title: '区划', required: true, filter: true, list: true }),
    unit: department({ title: '维护单位', filter: true }),
    watts: integer({ title: '功率', unit: 'W' }),
    height: decimal({ title: '高度', unit: '米' }),
    lit: boolean({ title: '亮灯' }),
    installed: date({ title: '安装日期', filter: true }),
    at: point({ title: '位置' }),
    keeper: text({ title: '养护人', class: 'personal', mask: 'name' }),
    phone: text({ title: '联系电话', class: 'personal', mask: 'phone', format: 'phone' }),
    note: longText({ title: '备注' }),
  },
  allow: { read: 'read' },
  scope: { area: 'place', departments: ['unit'] },
  titleField: 'code',
});

export const contract = defineContract({
  id: 'bench-lamp',
  title: '测量',
  plan: [],
  permissions: { read: '查看' },
  roles: { viewer: { title: '查看员', allow: ['read'] } },
  registers: { lamp },
  routes: {},
});

export const register = 'bench-lamp.lamp';

export default defineSystem({ contract, handlers: {} });
