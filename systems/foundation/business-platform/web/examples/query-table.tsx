/** ui/query-table as a page uses it. */
import { QueryTable } from '../../../../../ui/query-table.tsx';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}
const rows: readonly Row[] = [
  { id: '1', name: '井盖破损', count: 12 },
  { id: '2', name: '路灯不亮', count: 7 },
];

export default function Example() {
  return (
    <QueryTable<Row>
      id="business-platform.example"
      columns={[
        { key: 'name', title: '事项' },
        { key: 'count', title: '件数' },
      ]}
      load={async () => ({ rows, total: rows.length, more: false, page: 1, size: 20 })}
    />
  );
}
