/** What a citizen reads of his report: everyday words instead of those of the trade, and how far it has come. Pure. */

/** Title of a link or an end, as the server tells it → what the citizen reads, and the step that it stands at. */
const states: Readonly<Record<string, readonly [words: string, step: number]>> = {
  核实: ['正在现场查看', 1],
  受理立案: ['正在受理', 1],
  派遣: ['正在安排处理单位', 2],
  处置: ['正在处理', 2],
  核查: ['处理完了，正在检查', 3],
  结案: ['即将办结', 3],
};
const ends: Readonly<Record<string, string>> = {
  结案: '已办结',
  强制结案: '已办结',
  挂账: '暂时不能解决，已登记跟踪',
  不予立案: '未受理',
  不属实: '现场没有发现该问题',
  撤回: '您已撤回',
  作废: '已作废',
  并案: '已与同一问题合并办理',
};

export interface ReportState {
  readonly state: 'open' | 'ended';
  readonly stateTitle: string;
}

export function stateWords({ state, stateTitle }: ReportState): string {
  return (state === 'ended' ? ends[stateTitle] : states[stateTitle]?.[0]) ?? stateTitle;
}

/** Ends after which something was really done in the street. */
const solved: ReadonlySet<string> = new Set(['结案', '强制结案']);

export function stateTone({ state, stateTitle }: ReportState): string {
  if (state === 'open') return 'blue';
  return solved.has(stateTitle) ? 'green' : 'grey';
}

export const stepTitles = ['已收到', '受理', '处理', '检查', '办结'] as const;

/** How many steps are done, 1 to 5. */
export function stepOf({ state, stateTitle }: ReportState): number {
  if (state === 'ended') return stepTitles.length;
  return states[stateTitle]?.[1] ?? 1;
}

/** A line of the progress in everyday words; who handles it is named when known. */
export function progressWords(title: string, unit: string | null): string {
  const known: Readonly<Record<string, string>> = {
    已收到您的上报: '已收到您的上报',
    现场核实属实: '工作人员到现场看过，情况属实',
    已立案: '已正式受理',
    已派遣处置单位: unit === null ? '已交给负责的单位处理' : `已交给${unit}处理`,
    '已处置,等待核查': '处理完了，等待检查',
    '已处置，等待核查': '处理完了，等待检查',
    现场核查通过: '检查合格',
  };
  return known[title] ?? ends[title] ?? title;
}

export const ratingWords = ['', '很不满意', '不满意', '一般', '满意', '非常满意'] as const;
