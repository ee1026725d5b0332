/** What becomes of rows whose time is over, as a code list. */

export const retentionActions = { 'retention actions': { delete: '删除', anonymise: '匿名化' } };
export const retentionSource = '个人信息保护法 第47条、第73条第四项';
