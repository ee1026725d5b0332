/** ui/timeline as a page uses it. */
import { Timeline } from '../../../../../ui/timeline.tsx';

const steps = [
  { id: '1', at: '2026-11-23T01:30:00Z', title: '受理', actorName: '王小颍', department: '热线中心' },
  {
    id: '2',
    at: '2026-11-23T03:10:00Z',
    title: '派遣',
    actorName: '李大泉',
    fromStage: '受理',
    toStage: '处置',
    opinion: '请今天到现场',
  },
];

export default function Example() {
  return <Timeline steps={steps} waiting="等待 颍州区城市管理局 处置" />;
}
