/** 单元网格: the smallest area of city management, about 10,000 m², each with its code, outline and centre (GB/T 47678.3). */
import { area, decimal, defineRegister, json, point, text } from '../../../../kernel/register.ts';

export const unitGrid = defineRegister({
  title: '单元网格',
  summary: '万米单元网格的编码和边界,一经编码保持稳定;案件和部件由位置落到网格',
  owner: 'city-urban-management',
  share: 'conditional',
  open: 'none',
  fields: {
    code: text({
      title: '网格标识码',
      required: true,
      unique: true,
      search: true,
      list: true,
      class: 'public',
      pattern: /^3412\d{11}$/,
      hint: '15 位:12 位村(社区)代码 + 3 位顺序号',
    }),
    name: text({
      title: '网格名称',
      required: true,
      search: true,
      list: true,
      class: 'public',
      maxLength: 60,
    }),
    village: area({ title: '所在村(社区)', required: true, filter: true, list: true, class: 'public' }),
    size: decimal({ title: '面积', unit: 'm²', minimum: 1, list: true, class: 'public' }),
    centre: point({ title: '中心点', required: true, class: 'public' }),
    outline: json({ title: '边界', required: true, class: 'public', hint: 'GeoJSON Polygon,WGS84' }),
  },
  allow: { read: 'read-components', write: 'keep-components', import: 'keep-components' },
  scope: { area: 'village' },
  titleField: 'name',
  sort: 'code',
});
