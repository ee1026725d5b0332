/** Starts putting all sensitive values under the newest keys, and shows how far it is. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { JobProgress, jobPace, type JobView } from '../../../../ui/job-progress.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function Resealing(): ReactNode {
  const [job, setJob] = useState<string | undefined>(undefined);
  const [last, setLast] = useState<JobView | undefined>(undefined);
  const start = useAct(contract.routes.reseal, { onDone: (reply) => setJob(reply.job) });
  const asked = useCall(
    contract.routes.resealing,
    { job: job ?? '' },
    { enabled: job !== undefined, every: jobPace(last), fresh: 0 },
  );
  if (asked.data !== undefined && asked.data !== last) setLast(asked.data);
  return (
    <Section
      title="重新加密"
      extra={
        <Button loading={start.acting} onClick={() => void start.act({})}>
          开始重新加密
        </Button>
      }
    >
      <p className="city-muted">
        把仍用旧密钥加密的敏感字段逐批换到新密钥下，期间照常读写。打不开的值留在原处并计数。
      </p>
      {asked.data && <JobProgress job={asked.data} />}
    </Section>
  );
}
