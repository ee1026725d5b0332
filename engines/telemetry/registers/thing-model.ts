/** 物模型: the governed register of device kinds; each change is a version in the register's history. */
import { defineRegister, json, longText, text } from '../../../kernel/register.ts';

export const thingModel = defineRegister({
  title: '物模型',
  summary: '一类感知设备的属性、事件和服务,含计量单位、量程和质量标记;接入、规则和图表都以它为准',
  owner: 'city-data-resources',
  share: 'unconditional',
  open: 'unconditional',
  fields: {
    code: text({
      title: '模型编码',
      required: true,
      unique: true,
      search: true,
      list: true,
      class: 'public',
      pattern: /^[a-z][a-z0-9-]{1,39}$/,
    }),
    name: text({ title: '名称', required: true, search: true, list: true, class: 'public', maxLength: 40 }),
    category: text({ title: '领域', filter: true, list: true, class: 'public', maxLength: 20 }),
    definition: json({ title: '定义', class: 'public', managed: true }),
    note: longText({ title: '备注', maxLength: 500 }),
  },
  allow: { read: 'read-models', export: 'read-models' },
  reference: true,
  titleField: 'name',
  sort: 'code',
});
