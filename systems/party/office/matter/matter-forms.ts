/** The forms of the matters as this system brings them along; the desk may design others. */
import type { FormModel } from '../../../../engines/forms/service.ts';

const signatures = ['申请人', '部门负责人', '分管领导'];
const applicant = {
  id: 'result',
  title: '审批',
  columns: 2 as const,
  fields: [{ name: 'applicantUnit', width: 1 as const, readOnly: 'true', preset: 'me.department' }],
};

const leaveForm: FormModel = {
  title: '请假申请表',
  sections: [
    {
      id: 'leave',
      title: '请假',
      columns: 2,
      fields: [
        { name: 'kind', width: 1 },
        {
          name: 'workSince',
          width: 1,
          readOnly: 'true',
          prefill: { register: 'office.leave-account', match: { person: 'me.id' }, take: 'workSince' },
        },
        { name: 'startsOn', width: 1 },
        { name: 'endsOn', width: 1 },
        { name: 'days', width: 1, readOnly: 'true', hint: '提交时按工作日历计算，年休假和事假不计休息日' },
        { name: 'place', width: 1 },
        { name: 'reason', width: 2, require: 'kind != "annual"' },
        { name: 'handover', width: 1 },
        {
          name: 'proof',
          width: 2,
          hint: '病假满三天附医疗证明，婚假、产假、护理假附相应证明',
          show: 'kind in ("sick", "marriage", "maternity", "nursing")',
          require:
            'kind in ("marriage", "maternity", "nursing") or (kind = "sick" and endsOn - startsOn >= duration("P2D"))',
        },
      ],
    },
    {
      id: 'back',
      title: '销假',
      columns: 2,
      show: 'backOn != null',
      fields: [{ name: 'overdueDays', width: 1, readOnly: 'true' }],
    },
  ],
  print: { signatures },
};

const carForm: FormModel = {
  title: '公务用车申请单',
  sections: [
    {
      id: 'trip',
      title: '用车',
      columns: 2,
      fields: [
        { name: 'purpose', width: 1 },
        { name: 'people', width: 1, preset: '1' },
        { name: 'startsAt', width: 1 },
        { name: 'endsAt', width: 1 },
        { name: 'destination', width: 1 },
        { name: 'outside', width: 1, preset: 'false', hint: '出市的报分管领导' },
        { name: 'reason', width: 2, hint: '严禁公车私用' },
      ],
    },
    applicant,
  ],
  print: { signatures: [...signatures, '驾驶员'] },
};

const purchaseForm: FormModel = {
  title: '采购申请单',
  sections: [
    {
      id: 'goods',
      title: '采购内容',
      columns: 3,
      fields: [
        { name: 'item', width: 2 },
        { name: 'kind', width: 1 },
        { name: 'quantity', width: 1 },
        { name: 'unitPrice', width: 1 },
        {
          name: 'amount',
          width: 1,
          compute: 'if quantity = null or unitPrice = null then null else decimal(quantity * unitPrice, 2)',
        },
        { name: 'budgetItem', width: 3, hint: '同一预算项目、同一类别按全年累计确定采购方式，不得化整为零' },
        { name: 'reason', width: 3 },
        { name: 'minutes', width: 3, hint: '累计达到集体研究限额的必须附会议纪要' },
      ],
    },
    {
      id: 'way',
      title: '采购方式',
      columns: 2,
      show: 'number != null',
      fields: [
        { name: 'way', width: 1, readOnly: 'true' },
        { name: 'yearTotal', width: 1, readOnly: 'true' },
        { name: 'basis', width: 2, readOnly: 'true' },
      ],
    },
  ],
  print: { signatures },
};

const sealForm: FormModel = {
  title: '用印申请单',
  sections: [
    {
      id: 'paper',
      title: '用印文件',
      columns: 2,
      fields: [
        { name: 'paper', width: 2 },
        { name: 'seal', width: 1 },
        { name: 'copies', width: 1, preset: '1' },
        { name: 'sendTo', width: 2 },
        { name: 'purpose', width: 2 },
        { name: 'blank', width: 1, preset: 'false' },
        { name: 'takeOut', width: 1, preset: 'false', hint: '外带的报分管领导，到期归还' },
        { name: 'outUntil', width: 1, show: 'takeOut = true', require: 'takeOut = true' },
        { name: 'scans', width: 2 },
      ],
    },
    applicant,
  ],
  print: { signatures: [...signatures, '用印人'] },
};

const visitForm: FormModel = {
  title: '来访登记单',
  sections: [
    {
      id: 'guests',
      title: '来访人',
      columns: 2,
      fields: [
        { name: 'visitor', width: 1 },
        { name: 'company', width: 1 },
        { name: 'phone', width: 1 },
        { name: 'people', width: 1, preset: '1' },
        { name: 'plate', width: 1 },
      ],
    },
    {
      id: 'visit',
      title: '来访安排',
      columns: 2,
      fields: [
        { name: 'startsAt', width: 1 },
        { name: 'endsAt', width: 1 },
        { name: 'place', width: 1 },
        { name: 'purpose', width: 2 },
      ],
    },
    applicant,
  ],
};

const carRegisterForm: FormModel = {
  title: '公务用车登记',
  sections: [
    {
      id: 'car',
      title: '车辆',
      columns: 3,
      fields: [
        { name: 'plate', width: 1 },
        { name: 'model', width: 1 },
        { name: 'seats', width: 1, preset: '5' },
        { name: 'unit', width: 1, preset: 'me.department' },
        { name: 'status', width: 1, preset: '"ready"' },
        { name: 'odometer', width: 1, readOnly: 'true', hint: '每次回车登记后更新' },
      ],
    },
  ],
};

const roomForm: FormModel = {
  title: '会议室登记',
  sections: [
    {
      id: 'room',
      title: '会议室',
      columns: 2,
      fields: [
        { name: 'name', width: 1 },
        { name: 'keeper', width: 1, preset: 'me.department' },
        { name: 'seats', width: 1 },
        { name: 'equipment', width: 1, require: 'seats >= 100', hint: '一百座以上的必须写明设备' },
      ],
    },
  ],
};

/** Register or case type → its form. */
export const matterForms: Readonly<Record<string, FormModel>> = {
  'office.leave': leaveForm,
  'office.car-use': carForm,
  'office.purchase': purchaseForm,
  'office.seal-use': sealForm,
  'office.visit': visitForm,
  'office.car': carRegisterForm,
  'office.meeting-room': roomForm,
};
