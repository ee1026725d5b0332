/** 办事: five matters to apply for, what is left of one's annual leave, and every application that the person may see. */
import { Button, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { RegisterList } from '../../../../../engines/registers/web/parts/register-list.tsx';
import { Icon } from '../../../../../ui/icon.tsx';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { LeaveBalance } from './leave-balance.tsx';
import { matterKinds, matterPath } from './matter-kinds.ts';
import '../office.css';

export default function MattersPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const serves = useMay('office:serve');
  const shown = address.get('tab') ?? 'leave';
  return (
    <PageFrame
      title="办事"
      summary="申请提交后由部门负责人审批，按规定报分管领导；审批前可以撤回，退回的改好再报"
      extra={
        serves && (
          <>
            <Link to="/registers/office.car/rows">
              <Button tabIndex={-1}>公务用车台账</Button>
            </Link>
            <Link to="/registers/office.leave-account/rows">
              <Button tabIndex={-1}>休假台账</Button>
            </Link>
          </>
        )
      }
    >
      <ul className="office-matters">
        {matterKinds.map((kind) => (
          <li key={kind.key}>
            <Link to={`/office/matters/${kind.key}/new`}>
              <Icon name={kind.icon} />
              <b>{kind.title}</b>
              <small>{kind.summary}</small>
            </Link>
          </li>
        ))}
      </ul>
      <LeaveBalance />
      <Section flush className="office-tabs">
        <Tabs
          activeKey={shown}
          onChange={(tab) => setAddress(tab === 'leave' ? {} : { tab }, { replace: true })}
          items={matterKinds.map(({ key, title }) => ({
            key,
            label: title,
            children: shown === key && (
              <RegisterList register={`office.${key}`} to={(id) => matterPath(key, id)} />
            ),
          }))}
        />
      </Section>
      <p className="city-muted office-hint">
        待我审批、经办的在
        <Link to="/flow/to-do">我的待办</Link>
      </p>
    </PageFrame>
  );
}
