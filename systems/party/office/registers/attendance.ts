/** 会议回执: a unit that was invited to a meeting, what it answered and whether somebody of it came; and the code by which they sign in. */
import {
  code,
  defineRegister,
  department,
  longText,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const attendance = defineRegister({
  title: '会议回执',
  summary: '参会单位的通知、回执和签到',
  owner: 'city-organ-affairs',
  share: 'none',
  open: 'none',
  fields: {
    meeting: ref({ title: '会议', to: 'office.meeting', required: true, filter: true, list: true }),
    unit: department({ title: '参会单位', required: true, filter: true, list: true }),
    host: department({ title: '主办单位', required: true, list: true }),
    reply: code({ title: '回执', required: true, filter: true, list: true, codeList: 'office replies' }),
    attendee: text({ title: '参会人员', list: true, maxLength: 60 }),
    reason: longText({ title: '请假理由', maxLength: 300 }),
    repliedAt: moment({ title: '回执时间', list: true }),
    signedAt: moment({ title: '签到时间', list: true }),
    signedBy: subject({ title: '签到人', list: true }),
  },
  allow: { read: 'read' },
  scope: { departments: ['unit', 'host'] },
  titleField: 'unit',
});

/** Nobody may read it as a register: whoever booked the meeting is shown its code. */
export const signInCode = defineRegister({
  title: '会议签到码',
  summary: '会议现场签到用的六位数字',
  owner: 'city-organ-affairs',
  share: 'none',
  open: 'none',
  fields: {
    meeting: ref({ title: '会议', to: 'office.meeting', required: true, unique: true }),
    digits: text({ title: '签到码', required: true, pattern: /^\d{6}$/, class: 'sensitive' }),
  },
  allow: { read: 'keep-codes' },
  titleField: 'meeting',
});
