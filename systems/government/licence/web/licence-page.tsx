/** 证照详情: metadata, history, and what the issuing organ may do with it. */
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import registers from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { acts, type LicenceAct } from '../data/states.ts';
import './licence.css';

export default function LicencePage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(registers.routes.read, { register: 'licence.licence', id });
  const may = useMay('licence:keep');
  const [acting, setActing] = useState<LicenceAct | undefined>(undefined);
  const status = String(asked.data?.row['status'] ?? '');
  const offered = may
    ? Object.entries(acts).filter(([, rule]) => (rule.from as readonly string[]).includes(status))
    : [];
  const buttons = offered.map(([act, rule]) => (
    <Button
      key={act}
      danger={act === 'revoke' || act === 'cancel'}
      onClick={() => setActing(act as LicenceAct)}
    >
      {rule.title}
    </Button>
  ));
  return (
    <>
      <RegisterDetail register="licence.licence" id={id} extra={buttons} />
      <Steps id={id} />
      {acting && <ActForm id={id} act={acting} onClose={() => setActing(undefined)} />}
    </>
  );
}

function Steps(props: { readonly id: string }): ReactNode {
  const asked = useCall(registers.routes.list, {
    register: 'licence.step',
    where: JSON.stringify({ licence: props.id }),
    size: 100,
    labels: true,
  });
  return (
    <Section title="变动记录">
      <Shown of={asked}>
        {({ rows, labels }) => (
          <ol className="licence-steps">
            {rows.map((row) => (
              <li key={row.id}>
                <b>{labels?.['act']?.[String(row['act'])] ?? String(row['act'])}</b>
                <span className="city-number">{momentText(String(row['at']))}</span>
                <span className="city-muted">{row['reason'] === null ? '' : String(row['reason'])}</span>
              </li>
            ))}
          </ol>
        )}
      </Shown>
    </Section>
  );
}

function ActForm(props: {
  readonly id: string;
  readonly act: LicenceAct;
  readonly onClose: () => void;
}): ReactNode {
  const { id, act, onClose } = props;
  const { title } = acts[act];
  const change = useAct(contract.routes.changeState, {
    onDone: () => {
      tell('success', `已${title}`);
      onClose();
    },
  });
  return (
    <WordsModal
      open
      title={`${title}证照`}
      okText={title}
      danger={act === 'revoke' || act === 'cancel'}
      acting={change.acting}
      label="事由（持证人会看到）"
      most={200}
      onSend={(reason) => void change.act({ id, act, reason })}
      onClose={onClose}
    />
  );
}
