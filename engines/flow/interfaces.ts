/** What the interface market may offer of the flow engine. */
import type { InterfaceSpec } from '../../kernel/contract.ts';

export const flowInterfaces: Readonly<Record<string, InterfaceSpec>> = {
  'working-days': {
    title: '工作日推算',
    summary: '按本市工作日历（含节假日和调休）推算办理期限届满的日期或时刻，与各系统计算时限用的是同一日历',
    owner: 'city-government-office',
    level: 'open',
    versions: {
      '1.0.0': { route: 'workingDay', example: { from: '2026-09-30', days: 5 } },
      '2.0.0': {
        route: 'deadline',
        example: { from: '2026-09-30T15:00:00+08:00', amount: 5, unit: 'work-day' },
        changes: '起算由日期改为时刻，可按工作时、工作日、自然日计，并说明结果是否暂定',
      },
    },
  },
};
