/** Reports that wait for the network, or that the city did not accept as they are. */
import type { ReactNode } from 'react';
import { flushDrafts } from '../../ui/draft/draft-sender.ts';
import { momentText } from '../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhoneRow, PhoneRows } from '../../ui/phone/phone.tsx';
import { tell } from '../../ui/tell.ts';
import { useUnsent } from '../../ui/use-draft.ts';

export function Unsent(): ReactNode {
  const drafts = useUnsent();
  if (drafts.length === 0) return null;
  async function send(): Promise<void> {
    const outcome = await flushDrafts();
    if (outcome === 'kept') tell('warning', '网络还没有恢复，内容已存在手机里，稍后会自动提交');
  }
  return (
    <PhoneCard title="还没有提交成功">
      <PhoneRows>
        {drafts.map((draft) => (
          <PhoneRow
            key={draft.id}
            title={draft.title}
            note={
              draft.state === 'refused'
                ? `没有受理：${draft.refusal ?? ''}。打开原来的页面可修改后再提交`
                : `等待网络，${momentText(draft.changedAt)} 填写，含 ${draft.files.length} 张照片`
            }
          />
        ))}
      </PhoneRows>
      {drafts.some((draft) => draft.state === 'queued') && (
        <PhoneButton onClick={() => void send()}>现在提交</PhoneButton>
      )}
    </PhoneCard>
  );
}
