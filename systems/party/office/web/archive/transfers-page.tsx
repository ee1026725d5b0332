/** 档案移交: what an organ hands to the archives hall, the package to take away, and the hall's answer. */
import { Button, InputNumber, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { PaperButton } from '../../../../../engines/access/web/parts/paper-button.tsx';
import registers from '../../../../../engines/registers/contract.ts';
import { callFile } from '../../../../../ui/call.ts';
import { askReason, confirmDanger } from '../../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { nameInList } from '../../data/document-kinds.ts';
import '../office.css';

const tones: Readonly<Record<string, string>> = { prepared: 'blue', accepted: 'green', returned: 'red' };

export default function TransfersPage(): ReactNode {
  const asked = useCall(registers.routes.list, { register: 'office.archive-transfer', size: 100 });
  const sends = useMay('office:archive');
  const accepts = useMay('office:accept-archives');
  const [asking, setAsking] = useState(false);
  const again = () => void asked.refetch();
  return (
    <PageFrame
      title="档案移交"
      summary="永久和30年的归档文件到期向档案馆移交；档案馆核对每个文件的 SM3 摘要后接收"
      extra={
        sends && (
          <Button type="primary" onClick={() => setAsking(true)}>
            移交
          </Button>
        )
      }
    >
      <Section>
        <Shown of={asked}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty text="没有移交的档案" />
            ) : (
              <ul className="office-deliveries">
                {rows.map((row) => (
                  <li key={row.id}>
                    <b>{String(row['title'])}</b>
                    <span className="city-number">{String(row['count'])} 件</span>
                    <StatusTag tone={tones[String(row['status'])]}>
                      {nameInList('transfer-states', String(row['status']))}
                    </StatusTag>
                    <span className="city-muted city-number">{momentText(String(row['preparedAt']))}</span>
                    {typeof row['reason'] === 'string' && <span>{row['reason']}</span>}
                    {(sends || accepts) && (
                      <PaperButton
                        paper="office.archive-package"
                        id={row.id}
                        fetch={() => callFile(contract.routes.transferPackage, { id: row.id })}
                      >
                        移交包
                      </PaperButton>
                    )}
                    {accepts && row['status'] === 'prepared' && <Settle id={row.id} onDone={again} />}
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
      </Section>
      {asking && <Prepare onClose={() => setAsking(false)} onDone={again} />}
    </PageFrame>
  );
}

function Settle({ id, onDone }: { readonly id: string; readonly onDone: () => void }): ReactNode {
  const { act, acting } = useAct(contract.routes.settleTransfer, { onDone });
  async function accept(): Promise<void> {
    const sure = await confirmDanger({
      title: '接收这一批档案？',
      hint: '先核对每个文件的摘要，接收后由档案馆保管。',
      okText: '接收',
    });
    if (sure) await act({ id, accept: true });
  }
  async function giveBack(): Promise<void> {
    const reason = await askReason({ title: '退回理由', okText: '退回' });
    if (reason !== undefined) await act({ id, accept: false, reason });
  }
  return (
    <>
      <Button loading={acting} onClick={() => void accept()}>
        接收
      </Button>
      <Button loading={acting} onClick={() => void giveBack()}>
        退回
      </Button>
    </>
  );
}

function Prepare(props: { readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const [year, setYear] = useState<number | null>(null);
  const { act, acting } = useAct(contract.routes.prepareTransfer, {
    onDone: ({ count }) => {
      tell('success', `已移交 ${count} 件，等候档案馆接收`);
      props.onDone();
      props.onClose();
    },
  });
  return (
    <Modal
      open
      title="移交档案"
      okText="移交"
      cancelText="取消"
      okButtonProps={{ disabled: year === null, loading: acting }}
      onOk={() => void act({ year: year ?? 0 })}
      onCancel={props.onClose}
    >
      <label htmlFor="office-transfer-year">移交到哪一年度为止</label>
      <InputNumber<number>
        id="office-transfer-year"
        style={{ width: '100%' }}
        min={1949}
        max={9999}
        precision={0}
        value={year}
        onChange={setYear}
      />
    </Modal>
  );
}
