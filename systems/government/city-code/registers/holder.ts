/** 持码人: who has applied for a code, his devices, linked identities and family. */
import {
  boolean,
  code,
  date,
  defineRegister,
  json,
  moment,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';

export const holder = defineRegister({
  title: '安康码申领',
  summary: '申领安康码的人：姓名、身份证号和申领时间；也是申领率（指标 15）的分子',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    holder: subject({ title: '市民账号', unique: true }),
    name: text({ title: '姓名', required: true, class: 'personal', mask: 'name', maxLength: 60 }),
    idCard: text({
      title: '身份证号',
      required: true,
      unique: true,
      class: 'sensitive',
      mask: 'id-card',
      format: 'id-card',
      maxLength: 18,
      stored: 'sealed',
    }),
    claimedAt: moment({ title: '申领时间', required: true, filter: true, list: true }),
    way: code({ title: '申领方式', required: true, filter: true, list: true, codeList: 'city-code ways' }),
    suspendedAt: moment({ title: '挂失时间', list: true }),
  },
  allow: { read: 'inspect' },
  scope: { subjects: ['holder'] },
  personal: { of: 'holder', correct: ['name'] },
  titleField: 'name',
});

export const device = defineRegister({
  title: '亮码手机',
  summary: '持码人使用的手机；移除后其码当即失效',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    holder: ref({ title: '持码人', to: 'city-code.holder', required: true, filter: true }),
    key: text({ title: '手机标识', required: true, unique: true, maxLength: 60 }),
    label: text({ title: '手机名称', required: true, list: true, maxLength: 60 }),
    issuedAt: moment({ title: '最近刷新', list: true }),
    removed: boolean({ title: '已移除', list: true }),
  },
  allow: { read: 'inspect' },
  personal: { of: 'holder', correct: ['label'] },
  titleField: 'label',
});

/** One certificate: so that it can be revoked, and a presentation told to its holder. */
export const issued = defineRegister({
  title: '码证书',
  summary: '签给手机或纸质码的短时证书',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    serial: text({ title: '序列号', required: true, unique: true, maxLength: 16 }),
    holder: ref({ title: '持码人', to: 'city-code.holder', required: true, filter: true }),
    device: ref({ title: '手机', to: 'city-code.device', filter: true }),
    scene: code({ title: '场景', required: true, codeList: 'city-code scenes' }),
    from: moment({ title: '生效', required: true }),
    until: moment({ title: '失效', required: true, filter: true }),
    revokedAt: moment({ title: '撤销时间', filter: true }),
  },
  allow: { read: 'inspect' },
  personal: { of: 'holder' },
  retention: {
    setting: 'keep-issued-days',
    from: 'until',
    basis: '本市默认：供核对亮码争议，一年',
    binding: false,
    action: 'delete',
  },
  titleField: 'serial',
});

export const identity = defineRegister({
  title: '关联身份',
  summary: '电子健康卡、电子社保卡、医保电子凭证与安康码的对应，供就医一码通用',
  owner: 'city-data-resources',
  share: 'conditional',
  open: 'none',
  fields: {
    holder: ref({ title: '持码人', to: 'city-code.holder', required: true, filter: true }),
    kind: code({ title: '种类', required: true, filter: true, list: true, codeList: 'city-code identities' }),
    number: text({
      title: '号码',
      required: true,
      class: 'sensitive',
      maxLength: 40,
      stored: 'sealed',
    }),
    /** Kind and number: one number belongs to one person. */
    holds: text({ title: '占用', required: true, unique: true, managed: true }),
    linkedAt: moment({ title: '关联时间', required: true, list: true }),
  },
  allow: { read: 'inspect' },
  personal: { of: 'holder' },
  titleField: 'kind',
});

export const family = defineRegister({
  title: '家庭码',
  summary: '老人、孩子的码由家人在自己手机上代持；由窗口核对关系后办理',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    carrier: subject({ title: '代持人', required: true, filter: true }),
    member: ref({ title: '家庭成员', to: 'city-code.holder', required: true, filter: true }),
    relation: code({ title: '关系', required: true, list: true, codeList: 'city-code relations' }),
    since: date({ title: '办理日期', required: true, list: true }),
    ended: boolean({ title: '已解除', list: true }),
  },
  allow: { read: 'inspect' },
  personal: { of: 'carrier' },
  titleField: 'relation',
});

export const presentation = defineRegister({
  title: '亮码记录',
  summary: '每一次亮码核验：何时、什么场景、谁核验、取用了什么；持码人可查',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    holder: ref({ title: '持码人', to: 'city-code.holder', required: true, filter: true }),
    scene: code({ title: '场景', required: true, filter: true, list: true, codeList: 'city-code scenes' }),
    at: moment({ title: '时间', required: true, filter: true, list: true }),
    place: text({ title: '核验处', list: true, maxLength: 120 }),
    way: code({ title: '方式', required: true, list: true, codeList: 'city-code presentations' }),
    told: json({ title: '出示的内容' }),
    by: subject({ title: '核验人' }),
    /** Serial and minute: a record that comes twice is one. */
    mark: text({ title: '标记', required: true, unique: true, managed: true }),
    /** By the days that the scene tells the holder. */
    keepUntil: moment({ title: '保存至', filter: true, managed: true }),
  },
  allow: { read: 'inspect' },
  personal: { of: 'holder' },
  retention: {
    setting: 'presentation-grace-days',
    from: 'keepUntil',
    basis: '场景登记的记录保存天数；个人信息保护法 第19条：实现处理目的所必要的最短时间',
    binding: false,
    action: 'delete',
  },
  titleField: 'place',
  sort: '-at',
});

/** Somebody who was enrolled at the window claims his code on a phone: every try, so that tries are few and the holder sees how it came about. */
export const takeover = defineRegister({
  title: '转到手机记录',
  summary: '窗口申领的人把安康码转到自己手机：每一次核对及结果；没有核对上的只记是谁试的',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    by: subject({ title: '操作人', required: true, filter: true }),
    at: moment({ title: '时间', required: true, filter: true, list: true }),
    /** Only of the one that succeeded: a refused one must not tell whom it came near to. */
    holder: ref({ title: '持码人', to: 'city-code.holder', filter: true }),
    outcome: code({
      title: '结果',
      required: true,
      filter: true,
      list: true,
      codeList: 'city-code takeovers',
    }),
  },
  allow: { read: 'inspect' },
  scope: { subjects: ['by'] },
  personal: { of: 'by' },
  retention: {
    setting: 'keep-takeover-days',
    from: 'at',
    basis: '个人信息保护法 第56条第二款：处理情况记录至少保存三年',
    binding: true,
    action: 'delete',
  },
  titleField: 'outcome',
  sort: '-at',
});
