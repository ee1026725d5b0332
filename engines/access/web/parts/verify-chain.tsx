/** Recomputes the sealed chain of the audit and says whether anything in it was changed. */
import { Alert, Button, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Verdict = OutputOf<typeof contract.routes.verifyAudit>;

export function VerifyChain(): ReactNode {
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined);
  const verify = useAct(contract.routes.verifyAudit, { onDone: setVerdict });
  return (
    <>
      <Button loading={verify.acting} onClick={() => void verify.act({})}>
        校验审计链
      </Button>
      <Modal
        open={verdict !== undefined}
        title="审计链校验结果"
        footer={null}
        onCancel={() => setVerdict(undefined)}
      >
        {verdict && <VerdictText verdict={verdict} />}
      </Modal>
    </>
  );
}

function VerdictText(props: { readonly verdict: Verdict }): ReactNode {
  const { intact, firstBad, sealed, batches, unsealed } = props.verdict;
  const counts = `已封存 ${sealed.toLocaleString('zh-CN')} 条，共 ${batches.toLocaleString('zh-CN')} 批；待封存 ${unsealed.toLocaleString('zh-CN')} 条。`;
  return intact ? (
    <Alert type="success" showIcon title="审计链完整，没有记录被改动、删除或插入。" description={counts} />
  ) : (
    <Alert
      type="error"
      showIcon
      title={`审计链不完整，第一处异常：${firstBad ?? '未知'}`}
      description={`${counts}请立即报告安全管理员，并保留数据库现场。`}
    />
  );
}
