/** Takes a decision from where it was made: received documents with the leader's instruction, issued documents, meetings. */
import { Input, Modal, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export type FoundSource = OutputOf<typeof contract.routes.sources>['rows'][number];
type Kind = 'incoming' | 'outgoing' | 'meeting';

export function SourcePicker(props: { readonly onPick: (source: FoundSource) => void }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="city-link" onClick={() => setOpen(true)}>
        从公文和会议选
      </button>
      <Modal
        open={open}
        title="督查来源"
        footer={null}
        width={640}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Found
          onPick={(source) => {
            props.onPick(source);
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

function Found(props: { readonly onPick: (source: FoundSource) => void }): ReactNode {
  const [kind, setKind] = useState<Kind>('incoming');
  const [search, setSearch] = useState('');
  const asked = useCall(contract.routes.sources, { kind, search }, { keep: true });
  return (
    <div className="supervise-sources">
      <Segmented<Kind>
        aria-label="来源类别"
        value={kind}
        onChange={setKind}
        options={[
          { value: 'incoming', label: '收文和批示' },
          { value: 'outgoing', label: '发文' },
          { value: 'meeting', label: '会议' },
        ]}
      />
      <Input.Search aria-label="查找来源" placeholder="标题、文号" onSearch={setSearch} allowClear />
      <Shown of={asked} rows={4}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty text="没有您能查看的记录" hint="督查员要在协同办公有岗位，才能从公文中选" />
          ) : (
            <ul className="supervise-list">
              {rows.map((row) => (
                <li key={row.id}>
                  <button type="button" className="city-link" onClick={() => props.onPick(row)}>
                    {row.title}
                  </button>
                  <span className="city-muted">
                    {row.number} {row.instruction}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </div>
  );
}
