/** 消息设置 on the phone. */
import type { ReactNode } from 'react';
import { PhonePage } from '../../../ui/phone/phone.tsx';
import { SettingsBody } from './settings-body.tsx';

export default function MySettingsPage(): ReactNode {
  return (
    <PhonePage title="消息设置">
      <SettingsBody />
    </PhonePage>
  );
}
