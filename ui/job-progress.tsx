/** A long job as the person who waits for it sees it: how far, what it does now, a way to stop, what came of it. */
import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';

export interface JobView {
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  /** 0..1. */
  readonly done: number;
  /** A sentence for the person. */
  readonly message: string;
}

const stateWords: Readonly<Record<JobView['state'], string>> = {
  waiting: '排队中',
  running: '正在处理',
  done: '已完成',
  failed: '没有完成',
  cancelled: '已取消',
};

const barStates = {
  waiting: 'active',
  running: 'active',
  done: 'success',
  failed: 'exception',
  cancelled: 'normal',
} as const;

export function JobProgress(props: {
  readonly job: JobView;
  readonly onCancel?: () => void;
  /** What to offer at the end: download, error sheet, go to the list. */
  readonly children?: ReactNode;
}): ReactNode {
  const { job } = props;
  const ended = job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
  return (
    <div role="status" aria-live="polite" className="city-job">
      <Progress
        aria-label="进度"
        percent={Math.floor((job.state === 'done' ? 1 : job.done) * 100)}
        status={barStates[job.state]}
      />
      <p>
        <b>{stateWords[job.state]}</b>
        {job.message && <span className="city-muted"> · {job.message}</span>}
      </p>
      <div className="city-job-actions">
        {!ended && props.onCancel && <Button onClick={props.onCancel}>取消</Button>}
        {ended && props.children}
      </div>
    </div>
  );
}

/** For useCall's `every`: asks each second while the job runs, not at all when it has ended. */
export function jobPace(job: JobView | undefined): number {
  return job === undefined || job.state === 'waiting' || job.state === 'running' ? 1000 : 0;
}
