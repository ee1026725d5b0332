/** 固件目录: the versions that a kind of device may be brought to; size and digest are of the file itself. */
import { date, defineRegister, files, integer, longText, ref, text } from '../../../kernel/register.ts';

export const firmware = defineRegister({
  title: '设备固件',
  summary: '各物模型可用的固件版本：文件及其 SM3 摘要、大小、发布日期和说明；升级任务从中选取',
  owner: 'city-data-resources',
  share: 'none',
  open: 'none',
  fields: {
    model: ref({ title: '物模型', to: 'telemetry.thing-model', filter: true, list: true, managed: true }),
    // 'version' is every row's own.
    release: text({ title: '版本', search: true, list: true, managed: true, maxLength: 60 }),
    digest: text({ title: '文件 SM3', list: true, managed: true, maxLength: 64 }),
    size: integer({ title: '大小', unit: '字节', list: true, managed: true }),
    releasedOn: date({ title: '发布日期', list: true, managed: true }),
    file: files({ title: '文件', managed: true }),
    note: longText({ title: '说明', managed: true, maxLength: 500 }),
    // '<model>/<version>': so there is one.
    key: text({ title: '唯一标识', unique: true, managed: true, maxLength: 100 }),
  },
  allow: { read: 'read-devices' },
  reference: true,
  titleField: 'release',
  sort: '-releasedOn',
});
