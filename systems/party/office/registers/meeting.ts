/** 会议室 and 会议预定: a room holds one meeting at a time. */
import {
  code,
  defineRegister,
  department,
  integer,
  json,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const meetingRoom = defineRegister({
  title: '会议室',
  summary: '可供预定的会议室',
  owner: 'city-organ-affairs',
  share: 'none',
  open: 'none',
  reference: true,
  fields: {
    name: text({ title: '名称', required: true, unique: true, search: true, list: true, maxLength: 40 }),
    keeper: department({ title: '管理单位', required: true, list: true }),
    seats: integer({ title: '座位数', required: true, list: true, minimum: 1, maximum: 2000, unit: '座' }),
    equipment: text({ title: '设备', list: true, maxLength: 120 }),
  },
  allow: { read: 'read-codes', write: 'keep-codes' },
  titleField: 'name',
  sort: 'name',
});

export const meeting = defineRegister({
  title: '会议预定',
  summary: '会议室的预定情况',
  owner: 'city-organ-affairs',
  share: 'none',
  open: 'none',
  reference: true,
  fields: {
    title: text({ title: '会议名称', required: true, search: true, list: true, maxLength: 80 }),
    form: code({ title: '形式', filter: true, list: true, codeList: 'office meeting-forms' }),
    level: code({ title: '类别', filter: true, list: true, codeList: 'office meeting-levels' }),
    room: ref({ title: '会议室', to: 'office.meeting-room', filter: true, list: true }),
    place: text({ title: '地点或视频会议号', list: true, maxLength: 120 }),
    agenda: longText({ title: '议程', maxLength: 2000, hint: '一行一项' }),
    coHosts: json({ title: '联合主办单位' }),
    startsAt: moment({ title: '开始时间', required: true, filter: true, list: true }),
    endsAt: moment({ title: '结束时间', required: true, filter: true, list: true }),
    host: department({ title: '主办单位', required: true, list: true }),
    bookedBy: subject({ title: '预定人', required: true, list: true }),
    people: integer({ title: '参会人数', minimum: 1, maximum: 2000, unit: '人' }),
    status: code({
      title: '状态',
      required: true,
      filter: true,
      list: true,
      codeList: 'office meeting-states',
    }),
  },
  allow: { read: 'read-codes' },
  titleField: 'title',
  sort: 'startsAt',
});
