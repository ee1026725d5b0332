/** The register of days that differ from the ordinary week: public holidays and make-up days. */
import { code, date, defineRegister, text } from '../../kernel/register.ts';

export const calendarDay = defineRegister({
  title: '工作日历',
  summary: '与平常星期不同的日子:法定节假日和调休上班日。国务院办公厅每年发布下一年安排后由系统管理员补充',
  owner: 'city-government-office',
  share: 'unconditional',
  open: 'unconditional',
  fields: {
    date: date({ title: '日期', required: true, unique: true, list: true, filter: true, class: 'public' }),
    kind: code({
      title: '类别',
      required: true,
      codeList: 'calendar-day-kinds',
      list: true,
      filter: true,
      class: 'public',
    }),
    name: text({ title: '名称', required: true, list: true, search: true, maxLength: 40, class: 'public' }),
  },
  allow: {
    read: 'read-calendar',
    write: 'manage-calendar',
    import: 'manage-calendar',
    export: 'read-calendar',
  },
  titleField: 'date',
  sort: '-date',
});
