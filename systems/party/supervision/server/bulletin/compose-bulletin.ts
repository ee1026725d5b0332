/** 督查通报 as an official document: what was open and closed, what stands red and why, and the scores, in the form of GB/T 9704. */
import type { OfficialDocumentInput } from '../../../../../engines/documents/service.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type { scoreRoutes, UnitScore } from '../../routes/score-routes.ts';
import type { taskRoutes } from '../../routes/task-routes.ts';

type Board = OutputOf<typeof taskRoutes.board>;
type Scores = OutputOf<typeof scoreRoutes.scores>;

export interface BulletinFacts {
  readonly from: string;
  readonly to: string;
  readonly board: Board;
  readonly scores: Scores;
  readonly office: string;
  readonly today: string;
}

export const bulletinCode = '阜督通';

const dayText = (date: string) => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

export function bulletinTitle(from: string, to: string): string {
  return `关于${dayText(from)}至${dayText(to)}督查考核情况的通报`;
}

const percent = (value: number | null) => (value === null ? '—' : `${Math.round(value * 1000) / 10}%`);

function redLines({ rows }: Board): readonly string[] {
  const red = rows.filter(({ light }) => light?.light === 'red');
  if (red.length === 0) return ['目前没有亮红灯的任务。'];
  return red.map(
    ({ leadName, title, light, progress }, index) =>
      `${index + 1}.${leadName}“${title}”：${light?.title ?? ''}，目前进度${progress}%。`,
  );
}

function scoreLine(unit: UnitScore, index: number): string {
  const lost = unit.parts
    .filter(({ counted }) => counted < 0)
    .map(({ title, count }) => `${title}${count}次`);
  const why = lost.length === 0 ? '没有扣分' : lost.join('、');
  return `${index + 1}.${unit.name}：${unit.score}分，承担任务${unit.tasks}项，按期办结率${percent(unit.onTime)}，${why}。`;
}

export function composeBulletin(facts: BulletinFacts): OfficialDocumentInput {
  const { from, to, board, scores, office, today } = facts;
  const { red, yellow, green, closed } = board.counts;
  const body = [
    `现将${dayText(from)}至${dayText(to)}督查事项办理和考核情况通报如下。`,
    '一、总体情况',
    `列入督查的任务共${red + yellow + green + closed}项，已销号${closed}项，正在办理${red + yellow + green}项，其中红灯${red}项、黄灯${yellow}项、绿灯${green}项。`,
    '二、红灯任务',
    ...redLines(board),
    '三、考核得分',
    `${scores.formula}。`,
    ...scores.units.map(scoreLine),
    '四、有关要求',
    '有红灯任务的单位要逐项说明原因、明确整改时限；对扣分有异议的，可在申诉期内通过平台申诉。',
  ].join('\n');
  return {
    format: 'document',
    issuers: [office],
    markSuffix: '文件',
    signers: [],
    title: bulletinTitle(from, to),
    recipients: ['各县、市、区人民政府', '市政府各部门、各直属机构'],
    body,
    attachments: [],
    signatures: [office],
    date: today,
    sealed: false,
    copies: [],
    printedBy: office,
    printedOn: today,
  };
}
