/** 收文归档: asks for the retention period, and shows the 档号 once it is filed. */
import { Button, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import registers from '../../../../../engines/registers/contract.ts';
import { useMay } from '../../../../../ui/session.ts';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { documentTable } from '../../data/document-kinds.ts';

const options = documentTable.retentions.rows.map(({ code, name }) => ({ value: code, label: name }));

export function ArchiveIncoming({ id }: { readonly id: string }): ReactNode {
  const may = useMay('office:archive');
  const [open, setOpen] = useState(false);
  const [retention, setRetention] = useState<string | undefined>(undefined);
  const where = JSON.stringify({ incoming: id });
  const asked = useCall(registers.routes.list, { register: 'office.archive-item', where, size: 1 });
  const { act, acting } = useAct(contract.routes.archiveIncoming, {
    onDone: ({ number }) => {
      tell('success', `已归档，档号 ${number}`);
      setOpen(false);
      void asked.refetch();
    },
  });
  const kept = asked.data?.rows[0];
  if (kept !== undefined) return <Link to="/office/archive">已归档 {String(kept['number'])}</Link>;
  if (!may || asked.data === undefined) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>归档</Button>
      <Modal
        open={open}
        title="收文归档"
        okText="归档"
        cancelText="取消"
        okButtonProps={{ disabled: retention === undefined, loading: acting }}
        onOk={() => void act({ id, retention: retention ?? '' })}
        onCancel={() => setOpen(false)}
      >
        <p className="city-muted">归档后来文、附件和摘要清单一并固定，办理过程随件可查。</p>
        <label htmlFor="office-retention">保管期限</label>
        <Select
          id="office-retention"
          style={{ width: '100%' }}
          placeholder="请选择"
          options={options}
          value={retention}
          onChange={setRetention}
        />
      </Modal>
    </>
  );
}
