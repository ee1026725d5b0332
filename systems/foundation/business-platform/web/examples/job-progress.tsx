/** ui/job-progress as a page uses it. */
import { JobProgress } from '../../../../../ui/job-progress.tsx';

export default function Example() {
  return <JobProgress job={{ state: 'running', done: 0.42, message: '已写入 42,000 行' }} />;
}
