/** After sending: the number to quote, or that it waits in the phone for the network. */
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../../../../ui/icon.tsx';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { useUnsent } from '../../../../../ui/use-draft.ts';
import contract from '../../contract.ts';

export function SentPage(props: {
  readonly id: string;
  readonly outcome: 'sent' | 'kept';
  readonly onAgain: () => void;
}): ReactNode {
  const { id } = props;
  const outcome = useOutcome(id, props.outcome);
  const asked = useCall(contract.routes.myReport, { id }, { enabled: outcome === 'sent' });
  return (
    <PhonePage title="随手拍">
      <PhoneCard>
        <div className="report-sent" role="status">
          <span className="report-sent-mark" data-outcome={outcome}>
            <Icon name={outcome === 'sent' ? 'check' : 'cloud'} />
          </span>
          <h2>{outcome === 'sent' ? '上报成功，谢谢您' : '已存在手机里'}</h2>
          {outcome === 'sent' ? (
            <>
              {asked.data && (
                <p>
                  编号 <b className="city-number">{asked.data.number}</b>
                </p>
              )}
              <p>我们会尽快到现场查看，办理进度可随时查询。</p>
            </>
          ) : (
            <p>现在没有网络。网络恢复后会自动提交，只提交一次，照片和文字都不会丢。</p>
          )}
        </div>
      </PhoneCard>
      {outcome === 'sent' && (
        <Link className="phone-button is-primary" to={`/urban-management/cases/${id}`}>
          查看办理进度
        </Link>
      )}
      <PhoneButton plain onClick={props.onAgain}>
        再报一件
      </PhoneButton>
      <Link className="phone-button" to="/">
        返回首页
      </Link>
    </PhonePage>
  );
}

/** What waited goes out by itself when the network is back; the page then says so. */
function useOutcome(id: string, first: 'sent' | 'kept'): 'sent' | 'kept' {
  const waiting = useUnsent().some((draft) => draft.id === id);
  const [seen, setSeen] = useState(false);
  // The list of unsent ones is empty until it has been read, so only what was once in it can have left it.
  useEffect(() => {
    if (waiting) setSeen(true);
  }, [waiting]);
  return first === 'kept' && seen && !waiting ? 'sent' : first;
}
