/** 消息设置: where a person is reached, by which ways he wants which kind of message, and where he lives; for phone and desk alike. */
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../kernel/contract.ts';
import type { MessageChannel } from '../../../kernel/message.ts';
import { Shown } from '../../../ui/empty.tsx';
import { PhoneCard } from '../../../ui/phone/phone.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { AreaChoice } from './settings/area-choice.tsx';
import { ContactPart } from './settings/contact-part.tsx';
import { kindOf } from './notice-kinds.ts';
import './messages.css';

type Settings = OutputOf<typeof contract.routes.mySettings>;
type KindSetting = Settings['kinds'][number];

/** Systems' own addresses are not a person's to choose. */
const ways = [
  { channel: 'sms', title: '短信' },
  { channel: 'voice', title: '电话' },
  { channel: 'email', title: '邮件' },
] as const satisfies readonly { readonly channel: MessageChannel; readonly title: string }[];

export function SettingsBody(): ReactNode {
  const asked = useCall(contract.routes.mySettings, {});
  return <Shown of={asked}>{(settings) => <Parts settings={settings} />}</Shown>;
}

function Parts({ settings }: { readonly settings: Settings }): ReactNode {
  const contact = (kind: string) => settings.contacts.find((one) => one.kind === kind);
  return (
    <>
      <PhoneCard title="联系方式">
        <p className="phone-hint">号码加密保存，只用来把本人的消息发给您；用验证码确认后才使用</p>
        <ContactPart kind="phone" contact={contact('phone')} open={settings.channels.includes('sms')} />
        <ContactPart kind="email" contact={contact('email')} open={settings.channels.includes('email')} />
      </PhoneCard>
      <PhoneCard title="接收方式">
        <p className="phone-hint">
          站内消息总会保留；没有选过的种类按规定发送。应急通知不受这里和免打扰时段的限制；工作事项超时升级也不受限制
        </p>
        {settings.kinds.map((one) => (
          <KindPart key={one.kind} setting={one} open={settings.channels} />
        ))}
      </PhoneCard>
      <PhoneCard title="所在区划">
        <p className="phone-hint">按区划发布的通知据此找到您，不填则只收全市通知</p>
        <AreaChoice key={settings.area ?? ''} area={settings.area} />
      </PhoneCard>
    </>
  );
}

function KindPart(props: {
  readonly setting: KindSetting;
  readonly open: readonly MessageChannel[];
}): ReactNode {
  const { setting } = props;
  const { act, acting } = useAct(contract.routes.setPreference, { onDone: () => tell('success', '已保存') });
  const [chosen, setChosen] = useState<readonly MessageChannel[]>(setting.channels ?? []);
  const offered = ways.filter(({ channel }) => props.open.includes(channel));
  function save(wanted: boolean, channels: readonly MessageChannel[]): void {
    setChosen(channels);
    void act({ kind: setting.kind, wanted, channels: [...channels] });
  }
  return (
    <fieldset className="messages-kind" disabled={acting}>
      <legend>{kindOf(setting.kind).title}</legend>
      {setting.refusable && (
        <label>
          <input
            type="checkbox"
            checked={setting.wanted}
            onChange={(event) => save(event.target.checked, chosen)}
          />
          接收
        </label>
      )}
      {offered.map(({ channel, title }) => (
        <label key={channel}>
          <input
            type="checkbox"
            checked={chosen.includes(channel)}
            disabled={!setting.wanted}
            onChange={(event) =>
              save(
                setting.wanted,
                event.target.checked ? [...chosen, channel] : chosen.filter((one) => one !== channel),
              )
            }
          />
          {title}
        </label>
      ))}
    </fieldset>
  );
}
