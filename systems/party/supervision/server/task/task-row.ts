/** Rows that several files of a task pass to each other. */
import type { Row } from '../../../../../kernel/register.ts';
import type { report } from '../../registers/report.ts';
import type { task } from '../../task/task.ts';

export type TaskRow = Row<typeof task>;
export type ReportRow = Row<typeof report>;
