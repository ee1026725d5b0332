/** What the citizen may still do with an open report: hurry it, or take it back with a reason. */
import { type ReactNode, useState } from 'react';
import { PhoneButton, PhoneCard, PhoneField, PhoneText } from '../../../../../ui/phone/phone.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function ReportActs(props: { readonly id: string; readonly canWithdraw: boolean }): ReactNode {
  const { id } = props;
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const urge = useAct(contract.routes.urgeReport, { onDone: () => tell('success', '已提醒办理人员') });
  const withdraw = useAct(contract.routes.withdrawReport, { onDone: () => tell('success', '已撤回') });
  function send(): void {
    if (reason.trim().length < 2) return setProblem('请写明撤回的原因');
    setProblem(undefined);
    void withdraw.act({ id, reason: reason.trim() });
  }
  return (
    <PhoneCard title="等得有点久？">
      <div className="report-acts">
        <PhoneButton disabled={urge.acting} onClick={() => void urge.act({ id })}>
          催一催
        </PhoneButton>
        {props.canWithdraw && !asking && (
          <PhoneButton plain onClick={() => setAsking(true)}>
            问题已解决，撤回上报
          </PhoneButton>
        )}
        {props.canWithdraw && asking && (
          <>
            <PhoneField label="撤回的原因" required error={problem}>
              <PhoneText value={reason} maxLength={200} onChange={setReason} />
            </PhoneField>
            <PhoneButton disabled={withdraw.acting} onClick={send}>
              确定撤回
            </PhoneButton>
            <PhoneButton plain onClick={() => setAsking(false)}>
              不撤了
            </PhoneButton>
          </>
        )}
      </div>
    </PhoneCard>
  );
}
