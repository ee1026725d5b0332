/** 通知与签到: the host invites units, sees their replies, and shows the code for signing in. */
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { nameInList } from '../../data/document-kinds.ts';
import { DepartmentsPicker } from '../../../../../ui/form/departments-picker.tsx';

export const replyTones = { waiting: 'grey', attend: 'green', absent: 'yellow' } as const;

export function AttendanceButton(props: { readonly meeting: string; readonly title: string }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="city-link" onClick={() => setOpen(true)}>
        通知与签到
      </button>
      <Drawer open={open} title={props.title} size={520} onClose={() => setOpen(false)}>
        {open && <Attendance meeting={props.meeting} />}
      </Drawer>
    </>
  );
}

function Attendance({ meeting }: { readonly meeting: string }): ReactNode {
  const asked = useCall(contract.routes.attendance, { id: meeting }, { every: 15_000 });
  const [units, setUnits] = useState<readonly string[]>([]);
  const { act, acting } = useAct(contract.routes.invite, {
    onDone: ({ invited }) => {
      setUnits([]);
      tell('success', `已通知 ${invited} 个单位`);
    },
  });
  return (
    <>
      <div className="office-invite">
        <DepartmentsPicker value={units} onChange={setUnits} />
        <Button
          type="primary"
          loading={acting}
          disabled={units.length === 0}
          onClick={() => void act({ id: meeting, units: [...units] })}
        >
          发会议通知
        </Button>
      </div>
      <Shown of={asked}>
        {({ code, rows }) =>
          rows.length === 0 ? (
            <Empty text="还没有通知参会单位" />
          ) : (
            <>
              <p className="office-code">
                会场签到码 <b className="city-number">{code}</b>
              </p>
              <ul className="office-deliveries">
                {rows.map((row) => (
                  <li key={row.id}>
                    <b>{row.unitName}</b>
                    <StatusTag tone={replyTones[row.reply]}>{nameInList('replies', row.reply)}</StatusTag>
                    <span>{row.attendee ?? row.reason}</span>
                    {row.signedAt !== null && (
                      <StatusTag tone="blue">{momentText(row.signedAt).slice(-5)} 签到</StatusTag>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Shown>
    </>
  );
}
