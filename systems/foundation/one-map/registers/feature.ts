/** 导入要素: one shape of an uploaded layer. It is read through its layer, which says who may; by itself only keepers of the map reach it. */
import {
  code,
  decimal,
  defineRegister,
  integer,
  json,
  point,
  ref,
  text,
} from '../../../../kernel/register.ts';

export const feature = defineRegister({
  title: '导入要素',
  summary: '导入图层里的一个点、线或面，经所属图层查看',
  owner: 'city-natural-resources',
  share: 'none',
  open: 'none',
  fields: {
    layer: ref({ title: '图层', required: true, filter: true, to: 'one-map.layer' }),
    serial: integer({ title: '行号', required: true, list: true }),
    title: text({ title: '名称', list: true, maxLength: 200 }),
    kind: code({ title: '图形', required: true, list: true, codeList: 'one-map kinds' }),
    place: point({ title: '位置' }),
    /** Square metres of an area, metres of a line. */
    measure: decimal({ title: '面积或长度', list: true }),
    geometry: json({ title: '图形' }),
    properties: json({ title: '属性' }),
  },
  allow: { read: 'read-features' },
  titleField: 'title',
  sort: 'serial',
});
