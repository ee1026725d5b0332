/** 通讯录: who works where, for what, and by which numbers he is reached. */
import { defineRegister, department, integer, subject, text } from '../../../../kernel/register.ts';

export const contact = defineRegister({
  title: '通讯录',
  summary: '机关工作人员的单位、职务、分工和联系电话',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    name: text({ title: '姓名', required: true, search: true, list: true, maxLength: 40, class: 'public' }),
    unit: department({ title: '单位', required: true, filter: true, list: true, class: 'public' }),
    duty: text({ title: '职务', search: true, list: true, maxLength: 60, class: 'public' }),
    work: text({
      title: '岗位分工',
      search: true,
      list: true,
      maxLength: 120,
      class: 'public',
      hint: '例如 公文收发、值班安排',
    }),
    officePhone: text({
      title: '办公电话',
      list: true,
      maxLength: 20,
      pattern: /^[\d-]{5,20}$/,
      hint: '区号-号码',
    }),
    // Masked for everybody; whom one may ask for it is the grant of 'reveal-contact'.
    mobile: text({ title: '手机', list: true, class: 'personal', mask: 'phone', format: 'phone' }),
    room: text({ title: '办公室', maxLength: 40 }),
    order: integer({ title: '排序', minimum: 1, maximum: 9999, hint: '单位内从小到大排列' }),
    person: subject({ title: '平台账号', unique: true, hint: '填写后本人可查看自己的号码' }),
  },
  allow: {
    read: 'look-up',
    write: 'keep-contacts',
    import: 'keep-contacts',
    reveal: 'reveal-contact',
  },
  // Whoever may look up looks up the whole city; keeping and revealing still end where the grant ends.
  reference: true,
  scope: { departments: ['unit'], subjects: ['person'] },
  titleField: 'name',
  sort: 'order',
});
