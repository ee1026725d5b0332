/** How long notices and deliveries are kept. */
import type { KeptTable } from '../../../kernel/register.ts';

export const messageKept: readonly KeptTable[] = [
  {
    id: 'messages.notice',
    title: '站内消息',
    table: 'messages_notice',
    key: 'id',
    keyType: 'uuid',
    from: 'created_at',
    fromTitle: '发出时间',
    setting: 'messages.keep-notice-days',
    basis: '个人信息保护法 第19条：实现处理目的所必要的最短时间；本市默认',
  },
  {
    id: 'messages.delivery',
    title: '短信、电话和邮件发送记录',
    table: 'messages_delivery',
    key: 'id',
    keyType: 'uuid',
    from: 'created_at',
    fromTitle: '发出时间',
    setting: 'messages.keep-delivery-days',
    basis: '个人信息保护法 第19条；网络安全法 第21条第三项：日志不少于六个月',
  },
];
