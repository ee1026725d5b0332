/** 画像授权 and 画像调阅: which department may open portraits for which purpose until when, and each opening. */
import {
  code,
  date,
  defineRegister,
  department,
  longText,
  moment,
  text,
} from '../../../../kernel/register.ts';

const kinds = {
  portrait: code({
    title: '画像',
    required: true,
    filter: true,
    list: true,
    codeList: 'base-libraries portraits',
  }),
  purpose: code({
    title: '目的',
    required: true,
    filter: true,
    list: true,
    codeList: 'base-libraries portrait purposes',
  }),
  department: department({ title: '部门', required: true, filter: true, list: true }),
};

export const portraitGrant = defineRegister({
  title: '画像授权',
  summary: '哪个部门可以为哪个目的调阅画像、到哪天为止；到期自动失效',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    ...kinds,
    until: date({ title: '有效期至', required: true, filter: true, list: true }),
    reason: longText({ title: '批准依据', required: true, list: true, maxLength: 300 }),
  },
  allow: { read: 'grant', write: 'grant' },
  scope: { departments: ['department'] },
  titleField: 'reason',
  sort: '-until',
});

export const portraitLook = defineRegister({
  title: '画像调阅',
  summary: '每次打开画像一条：谁、哪个部门、为什么目的、什么依据；只追加',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    ...kinds,
    at: moment({ title: '时间', required: true, filter: true, list: true }),
    looker: text({ title: '调阅人', required: true, list: true }),
    basis: text({ title: '办件编号或依据', required: true, list: true, maxLength: 100 }),
    number: text({
      title: '号码',
      required: true,
      filter: true,
      class: 'sensitive',
      mask: 'id-card',
      stored: 'sealed',
    }),
  },
  allow: { read: 'portray' },
  scope: { departments: ['department'] },
  titleField: 'basis',
  sort: '-at',
});
