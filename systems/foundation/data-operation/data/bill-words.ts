/** Where a bill stands, as the firm and its operator read it; the keys are the codes of list 'data-operation bill-states'. */
export const billStates = {
  sent: '待确认',
  confirmed: '已确认',
  deemed: '逾期视为确认',
  disputed: '有异议',
  settled: '异议已办结',
} as const;
