/** How long ended sessions are kept, with the addresses that they came from. */
import type { KeptTable } from '../../../kernel/register.ts';

export const accessKept: readonly KeptTable[] = [
  {
    id: 'access.session',
    title: '登录会话',
    table: 'access_session',
    key: 'token_digest',
    keyType: 'text',
    from: 'ends_at',
    fromTitle: '会话到期',
    setting: 'access.keep-session-days',
    basis: '个人信息保护法 第19条：最短时间；登录本身另记入审计日志，不少于六个月',
  },
];
