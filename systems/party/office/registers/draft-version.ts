/** 公文稿版本: the text of a draft as it left each hand, so that every change can be shown. */
import { defineRegister, integer, longText, ref, subject, text } from '../../../../kernel/register.ts';

export const draftVersion = defineRegister({
  title: '公文稿版本',
  summary: '每次修改后的公文稿全文,用于对照修订',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    document: ref({ title: '公文', to: 'office.outgoing', required: true, filter: true }),
    number: integer({ title: '版本', required: true, list: true, minimum: 1 }),
    editor: subject({ title: '修改人', list: true }),
    step: text({ title: '环节', list: true, maxLength: 40 }),
    title: text({ title: '标题', required: true, list: true, maxLength: 120 }),
    recipients: longText({ title: '主送机关', maxLength: 2000 }),
    body: longText({ title: '正文', maxLength: 60_000 }),
  },
  allow: { read: 'read' },
  scope: { subjects: ['editor'] },
  titleField: 'title',
});
