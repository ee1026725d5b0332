/** 制证申请: accepted at the window of the issuing organ, examined, approved by somebody else; approval issues the licence in the same transaction. */
import { defineCase } from '../../../../kernel/case.ts';
import { code, date, department, files, longText, subject, text } from '../../../../kernel/register.ts';

export const application = defineCase({
  title: '制证申请',
  summary: '颁发机构受理、审核、审批一张证照的新办、变更、延续或补证，审批通过即签发',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    kind: code({
      title: '办理种类',
      required: true,
      filter: true,
      list: true,
      codeList: 'licence applications',
    }),
    type: code({ title: '证照类型', required: true, filter: true, list: true, codeList: 'licence types' }),
    former: text({ title: '原电子证照标识', maxLength: 120, hint: '变更、延续、补证时填写' }),
    licenceNumber: text({ title: '证照编号', maxLength: 60, hint: '按规则自动编号的不填' }),
    holderName: text({
      title: '持证主体',
      required: true,
      list: true,
      class: 'personal',
      mask: 'name',
      maxLength: 120,
    }),
    holderCodeType: code({ title: '主体代码类型', required: true, codeList: 'licence holder codes' }),
    holderCode: text({
      title: '主体代码',
      required: true,
      class: 'sensitive',
      mask: 'id-card',
      maxLength: 18,
      stored: 'sealed',
    }),
    holderAccount: text({
      title: '持证人手机号（市民账号）',
      class: 'personal',
      mask: 'phone',
      maxLength: 20,
      stored: 'sealed',
    }),
    validFrom: date({ title: '有效期起', required: true }),
    validUntil: date({ title: '有效期止', hint: '不填则按证照类型的年限' }),
    surface: longText({ title: '照面信息', maxLength: 4000, hint: '一行一项：名称：内容' }),
    materials: files({ title: '申请材料', class: 'personal' }),
    issuer: department({ title: '颁发机构', managed: true }),
    holder: subject({ title: '持证人账号', managed: true }),
    acceptedBy: subject({ title: '受理人', managed: true }),
  },
  titleField: 'holderName',
  personal: { of: 'holder' },
  retention: {
    setting: 'keep-application-days',
    from: 'closedAt',
    basis: '《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）第七条：定期 10 年',
    binding: true,
    action: 'anonymise',
  },
  allow: { read: 'read' },
  process: {
    version: 1,
    start: ['examine'],
    number: { prefix: 'ZZ', digits: 5 },
    stages: {
      examine: {
        title: '审核',
        allow: 'accept',
        candidate: { kind: 'unit' },
        verbs: ['claim'],
        actions: {
          pass: {
            title: '审核通过',
            to: { stage: 'approve' },
            needs: ['opinion', 'fields'],
            sets: ['licenceNumber', 'holderName', 'holderCode', 'validFrom', 'validUntil', 'surface'],
          },
          refuse: { title: '不予受理', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
      approve: {
        title: '审批',
        allow: 'approve',
        candidate: { kind: 'unit' },
        verbs: ['claim', 'return'],
        returnTo: ['examine'],
        actions: {
          grant: { title: '准予并签发', to: { end: 'granted' }, needs: ['opinion'] },
          deny: { title: '不予颁发', to: { end: 'refused' }, needs: ['opinion'], negative: true },
        },
      },
    },
    outcomes: { granted: { title: '已签发' }, refused: { title: '不予颁发' } },
    allow: { open: 'accept' },
  },
});
