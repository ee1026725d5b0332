/** 休假台账 and 公务用车台账: since when somebody works, and which cars there are. */
import {
  boolean,
  code,
  date,
  decimal,
  defineRegister,
  department,
  integer,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const leaveAccount = defineRegister({
  title: '休假台账',
  summary: '工作人员参加工作时间和上年结转的年休假天数,用于核定年休假',
  owner: 'city-human-resources',
  share: 'none',
  open: 'none',
  fields: {
    person: subject({ title: '工作人员', required: true, unique: true, filter: true, list: true }),
    unit: department({ title: '单位', required: true, filter: true, list: true }),
    workSince: date({ title: '参加工作时间', required: true, list: true }),
    carriedOver: decimal({
      title: '上年结转天数',
      minimum: 0,
      maximum: 15,
      unit: '天',
      hint: '因工作未休的,可跨1个年度安排',
    }),
    schoolHolidays: boolean({ title: '依法享受寒暑假', hint: '寒暑假多于年休假天数的,不再享受年休假' }),
  },
  allow: { read: 'apply', write: 'serve' },
  scope: { departments: ['unit'], subjects: ['person'] },
  titleField: 'person',
});

export const car = defineRegister({
  title: '公务用车',
  summary: '单位可派的公务用车',
  owner: 'city-organ-affairs',
  share: 'none',
  open: 'none',
  fields: {
    plate: text({
      title: '车牌号',
      required: true,
      unique: true,
      search: true,
      list: true,
      maxLength: 10,
      pattern: /^[\u4e00-\u9fa5][A-Z][A-Z0-9]{5,6}$/,
    }),
    model: text({ title: '车型', list: true, maxLength: 60 }),
    seats: integer({ title: '核定载人', required: true, list: true, minimum: 2, maximum: 60, unit: '人' }),
    unit: department({ title: '管理单位', required: true, filter: true, list: true }),
    status: code({ title: '状态', required: true, filter: true, list: true, codeList: 'office car-states' }),
    odometer: integer({ title: '当前里程', minimum: 0, unit: '公里', managed: true }),
  },
  allow: { read: 'apply', write: 'serve' },
  scope: { departments: ['unit'] },
  titleField: 'plate',
  sort: 'plate',
});
