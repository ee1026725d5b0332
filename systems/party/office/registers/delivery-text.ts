/** The text of a document as it was sealed, once for all deliveries of one sending and apart from their receipts: only its sender reads it here; a receiver is shown it while it is his. */
import { defineRegister, department, files, json, ref } from '../../../../kernel/register.ts';

export const deliveryText = defineRegister({
  title: '公文交换正式文本',
  summary: '送达的公文正文;收文单位在待签收和已签收时读得到,撤回和退回后读不到',
  owner: 'city-government-office',
  share: 'none',
  open: 'none',
  fields: {
    document: ref({ title: '发文', to: 'office.outgoing', required: true, filter: true }),
    delivery: ref({ title: '送达', to: 'office.delivery', filter: true, hint: '以前每份送达各存一份文本' }),
    sender: department({ title: '发文单位', required: true, filter: true }),
    content: json({ title: '正式文本', required: true }),
    sealedFile: files({ title: '用印版式文件' }),
    attachments: files({ title: '附件' }),
    digests: json({ title: '文件摘要', hint: '送出时盖章文件和附件的 SM3 摘要' }),
  },
  allow: { read: 'distribute' },
  scope: { departments: ['sender'] },
  titleField: 'document',
});
