/** What every way of sending a contract's rows to a department keeps: whose contract it is, and how the last sending went. */
import { department, integer, moment, ref, text } from '../../../../kernel/register.ts';

export const contractFields = {
  agreement: ref({
    title: '共享合同',
    required: true,
    filter: true,
    list: true,
    to: 'data-sharing.agreement',
  }),
  provider: department({ title: '提供部门', required: true }),
  consumer: department({ title: '使用部门', required: true, filter: true, list: true }),
};

export const sendingFields = {
  lastAt: moment({ title: '最近推送', list: true }),
  lastRows: integer({ title: '行数', list: true }),
  lastReceipt: text({ title: '凭证编号' }),
  /** When its turn is; none while there is nothing to do. */
  nextAt: moment({ title: '下次推送' }),
  tries: integer({ title: '连续失败', required: true, unit: '次' }),
  problem: text({ title: '问题', maxLength: 300 }),
};
