/** The register of who is on duty when: what the candidate rule “值班” reads. */
import { area, defineRegister, moment, subject, text } from '../../kernel/register.ts';

export const dutyTurn = defineRegister({
  title: '值班表',
  summary: '谁在什么时间值哪个班。流程里“当前值班”的环节按它找办理人;同一张表可以有几个人同时当班',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    roster: text({
      title: '值班表名称',
      required: true,
      list: true,
      filter: true,
      search: true,
      maxLength: 40,
      class: 'internal',
    }),
    person: subject({ title: '值班人', required: true, list: true, filter: true, class: 'internal' }),
    from: moment({ title: '开始', required: true, list: true, class: 'internal' }),
    until: moment({ title: '结束', required: true, list: true, filter: true, class: 'internal' }),
    area: area({ title: '管辖区划', list: true, filter: true, class: 'internal' }),
  },
  allow: { read: 'read-duty', write: 'manage-duty', import: 'manage-duty', export: 'read-duty' },
  scope: { area: 'area' },
  titleField: 'roster',
  sort: '-from',
});
