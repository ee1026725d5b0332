/** ui/chart as a page uses it. */
import { Chart } from '../../../../../ui/chart.tsx';

const data = {
  kind: 'bar',
  unit: '件',
  categories: ['颍州区', '颍泉区', '颍东区'],
  series: [{ name: '案件', values: [42, 31, 27] }],
} as const;

export default function Example() {
  return <Chart title="各区案件" height={220} data={data} />;
}
