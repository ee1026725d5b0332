/** 消息设置 on the desk. */
import type { ReactNode } from 'react';
import { PageFrame } from '../../../ui/layout.tsx';
import { SettingsBody } from './settings-body.tsx';

export default function SettingsPage(): ReactNode {
  return (
    <PageFrame title="消息设置" breadcrumb={[{ title: '消息', to: '/messages' }]}>
      <div className="messages-settings">
        <SettingsBody />
      </div>
    </PageFrame>
  );
}
