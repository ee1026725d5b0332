/** 噪声, 土壤, 辐射 and 温室气体: records that are judged against limits kept as data. */
import {
  area,
  boolean,
  code,
  date,
  decimal,
  defineRegister,
  integer,
  moment,
  point,
  text,
} from '../../../../kernel/register.ts';

const place = text({
  title: '点位',
  required: true,
  search: true,
  list: true,
  class: 'public',
  maxLength: 60,
});
const where = area({ title: '所在区划', required: true, filter: true, list: true, class: 'public' });
const position = point({ title: '位置', class: 'public' });
const allow = { read: 'read', write: 'keep-points', import: 'keep-points', export: 'read' } as const;

export const noiseRecord = defineRegister({
  title: '噪声监测记录',
  summary: '功能区和交通噪声的等效声级,按 GB 3096 的声环境功能区和昼夜时段判定',
  owner: 'city-ecology',
  share: 'unconditional',
  open: 'unconditional',
  fields: {
    place,
    zone: code({
      title: '声环境功能区',
      required: true,
      filter: true,
      list: true,
      class: 'public',
      codeList: 'environment noise-zones',
    }),
    area: where,
    position,
    measuredAt: moment({ title: '监测时间', required: true, filter: true, list: true, class: 'public' }),
    level: decimal({
      title: '等效声级',
      required: true,
      unit: 'dB(A)',
      list: true,
      class: 'public',
      minimum: 0,
      maximum: 160,
    }),
    period: code({
      title: '时段',
      codeList: 'environment noise-periods',
      list: true,
      managed: true,
      class: 'public',
    }),
    limit: decimal({ title: '限值', unit: 'dB(A)', list: true, managed: true, class: 'public' }),
    over: decimal({ title: '超标', unit: 'dB(A)', list: true, managed: true, class: 'public' }),
  },
  allow,
  scope: { area: 'area' },
  titleField: 'place',
  sort: '-measuredAt',
});

const metal = (title: string) => decimal({ title, unit: 'mg/kg', minimum: 0, maximum: 1_000_000 });

export const soilRecord = defineRegister({
  title: '土壤监测记录',
  summary: '建设用地土壤重金属,按 GB 36600 的筛选值和管制值判定',
  owner: 'city-ecology',
  share: 'conditional',
  open: 'none',
  fields: {
    place,
    land: code({
      title: '用地类别',
      required: true,
      filter: true,
      list: true,
      codeList: 'environment land-kinds',
    }),
    area: where,
    position,
    sampledOn: date({ title: '采样日期', required: true, filter: true, list: true }),
    as: metal('砷'),
    cd: metal('镉'),
    cr6: metal('铬（六价）'),
    cu: metal('铜'),
    pb: metal('铅'),
    hg: metal('汞'),
    ni: metal('镍'),
    verdict: code({
      title: '判定',
      codeList: 'environment soil-verdicts',
      filter: true,
      list: true,
      managed: true,
    }),
  },
  allow,
  scope: { area: 'area' },
  titleField: 'place',
  sort: '-sampledOn',
});

export const radiationRecord = defineRegister({
  title: '辐射环境监测记录',
  summary: '环境 γ 辐射空气吸收剂量率;没有国家限值,以本底涨落提示异常',
  owner: 'city-ecology',
  share: 'conditional',
  open: 'none',
  fields: {
    place,
    area: where,
    position,
    measuredAt: moment({ title: '监测时间', required: true, filter: true, list: true }),
    gamma: decimal({
      title: 'γ 剂量率',
      required: true,
      unit: 'nGy/h',
      list: true,
      minimum: 0,
      maximum: 1_000_000,
    }),
    background: decimal({ title: '本底值', unit: 'nGy/h', list: true, minimum: 0, maximum: 10_000 }),
    high: boolean({ title: '异常', filter: true, list: true, managed: true }),
  },
  allow,
  scope: { area: 'area' },
  titleField: 'place',
  sort: '-measuredAt',
});

const used = (title: string, unit: string) => decimal({ title, unit, minimum: 0, maximum: 1e9 });

export const greenhouseRecord = defineRegister({
  title: '温室气体排放台账',
  summary: '重点单位年度能源消费和二氧化碳排放量,按排放因子核算并与配额比较',
  owner: 'city-ecology',
  share: 'conditional',
  open: 'none',
  fields: {
    enterprise: text({ title: '单位名称', required: true, search: true, list: true, maxLength: 80 }),
    creditCode: text({ title: '统一社会信用代码', format: 'credit-code', maxLength: 18 }),
    area: where,
    year: integer({
      title: '年度',
      format: 'year',
      required: true,
      filter: true,
      list: true,
      minimum: 2010,
      maximum: 2060,
    }),
    electricity: used('外购电力', 'MWh'),
    rawCoal: used('原煤', 't'),
    naturalGas: used('天然气', '万m3'),
    diesel: used('柴油', 't'),
    quota: decimal({ title: '配额', unit: 'tCO2', list: true, minimum: 0, maximum: 1e9 }),
    emissions: decimal({ title: '排放量', unit: 'tCO2', list: true, managed: true }),
    over: boolean({ title: '超配额', filter: true, list: true, managed: true }),
  },
  allow,
  scope: { area: 'area' },
  titleField: 'enterprise',
  sort: '-year',
});
