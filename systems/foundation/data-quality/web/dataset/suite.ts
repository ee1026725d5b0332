/** What the parts of the page of one dataset are given. */
import type { OutputOf } from '../../../../../kernel/contract.ts';
import type contract from '../../contract.ts';

export type Suite = OutputOf<typeof contract.routes.suite>;

/** Not null may also be one that failed. */
export function isRunning(job: Suite['check']): boolean {
  return job?.state === 'waiting' || job?.state === 'running';
}

export const stages: Readonly<Record<string, { readonly title: string; readonly tone: string }>> = {
  draft: { title: '草稿', tone: 'yellow' },
  active: { title: '启用', tone: 'green' },
  paused: { title: '停用', tone: 'grey' },
};
