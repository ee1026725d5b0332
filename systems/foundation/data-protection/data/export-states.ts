/** States of an export that needs approval. */
export const exportStates = {
  waiting: '待审批',
  approved: '待下载',
  refused: '不同意',
  withdrawn: '已撤回',
  taken: '已下载',
  expired: '过期未下载',
} as const;

export type ExportState = keyof typeof exportStates;
