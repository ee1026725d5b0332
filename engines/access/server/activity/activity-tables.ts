/** What each person had shown or exported, by the hour and kind of thing, and how far the audit has been counted into it. */
import { defineTable, type Table } from '../../../store/index.ts';

export const activityTables: readonly Table[] = [
  defineTable({
    name: 'access_activity',
    columns: {
      subject: 'text not null',
      /** Register or library. */
      object: 'text not null',
      hour: 'timestamptz not null',
      /** Different rows of which something was shown. */
      looks: 'bigint not null',
      exports: 'bigint not null',
    },
    constraints: ['primary key (subject, hour, object)'],
    indexes: { access_activity_hour: '(hour)' },
  }),
  defineTable({
    name: 'access_activity_watch',
    columns: {
      /** There is one row. */
      name: 'text primary key',
      transaction: 'xid8 not null',
      position: 'bigint not null',
    },
  }),
];
