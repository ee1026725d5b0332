/** How many single papers each official took today: what goes at once is few. */
import { defineTable, type Table } from '../../../store/index.ts';

export const exitTables: readonly Table[] = [
  defineTable({
    name: 'access_papers_taken',
    columns: { subject: 'text not null', day: 'date not null', papers: 'integer not null' },
    constraints: ['primary key (subject, day)'],
  }),
];
