/** 安康码 on the phone: the code of this minute for the chosen scene, what the other side will learn, and how long it works without a network. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { readOwn, writeOwn } from '../../../../ui/own-store.ts';
import { PhoneButton, PhoneCard, PhoneField, PhoneInput, PhonePage } from '../../../../ui/phone/phone.tsx';
import { QrCode } from '../../../../ui/qr-code.tsx';
import { useSession } from '../../../../ui/session.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { showClaims } from '../data/scenes.ts';
import { Choices, whoseCodes } from './phone/choices.tsx';
import { TakeOverForm } from './phone/take-over-form.tsx';
import { type UsedCode, useCode } from './phone/use-code.ts';
import './code.css';

/** Another person starts anew: nothing of the one before stands in the page's memory. */
export default function CodePage(): ReactNode {
  const { subject } = useSession();
  return <Code key={subject.id} />;
}

function Code(): ReactNode {
  const [chosen, setChosen] = useState(() => readOwn<string>('city-code.scene') ?? 'gate');
  const [member, setMember] = useState('');
  const used = useCode(chosen, member);
  const { own } = used.kept;
  // A scene that was closed meanwhile gives way to the first that there is.
  const scene = own?.scenes.find(({ key }) => key === chosen);
  const first = own?.scenes[0]?.key;
  useEffect(() => {
    if (scene === undefined && first !== undefined) setChosen(first);
  }, [scene, first]);
  // Nor does a code stay chosen that is carried no longer.
  const gone = own !== undefined && member !== '' && own.family.every(({ id }) => id !== member);
  useEffect(() => {
    if (gone) setMember('');
  }, [gone]);
  function choose(key: string): void {
    writeOwn('city-code.scene', key);
    setChosen(key);
  }
  return (
    <PhonePage title="安康码" end={<Link to="/city-code/history">记录</Link>}>
      {own === undefined && <PhoneCard>正在打开…</PhoneCard>}
      {own?.holder === null && <FirstCode onTaken={used.refresh} />}
      {own !== undefined && own.holder !== null && (
        <>
          {own.family.length > 0 && (
            <Choices label="谁的码" value={member} options={whoseCodes(own.family)} onChoose={setMember} />
          )}
          <Choices label="在哪里用" value={chosen} options={own.scenes} onChoose={choose} />
          <Shown used={used} scene={scene} suspended={own.holder.suspended} />
          <Link className="phone-button" to="/city-code/manage">
            挂失、手机和关联身份
          </Link>
        </>
      )}
    </PhonePage>
  );
}

interface SceneShown {
  readonly title: string;
  readonly basis: string;
  readonly keepDays: number;
}

function Shown(props: {
  readonly used: UsedCode;
  readonly scene: SceneShown | undefined;
  readonly suspended: boolean;
}): ReactNode {
  const { used, scene, suspended } = props;
  const { shown, offline, problem } = used;
  if (suspended)
    return (
      <PhoneCard>
        <p className="phone-error">安康码已挂失，别人用不了；找回手机后可在下面解除</p>
      </PhoneCard>
    );
  if (shown === undefined)
    return (
      <PhoneCard>
        <p className={problem === undefined ? 'phone-hint' : 'phone-error'} role="status">
          {problem ?? (offline ? '没有网络，也没有预存这个场景的码；请换一个场景或联网' : '正在取码…')}
        </p>
        <PhoneButton plain onClick={used.refresh}>
          重新取码
        </PhoneButton>
      </PhoneCard>
    );
  return (
    <PhoneCard>
      <div className="code-shown">
        <QrCode className="code-qr" text={shown.text} title={`安康码，${scene?.title ?? ''}`} size={300} />
        <p className="code-timer" role="timer" aria-live="off">
          <b className="city-number">{shown.left}</b> 秒后换新，截图无效
        </p>
        <progress max={60} value={shown.left} aria-label="这个码还剩的时间" />
        <p className={offline ? 'code-offline' : 'phone-hint'} role="status">
          {offline ? '当前没有网络，码照常可用' : '已联网'}，离线还能用 {spanText(shown.ahead)}
        </p>
      </div>
      <h2 className="code-tells">对方会看到</h2>
      <ul className="code-claims">
        {showClaims(shown.claims).map(({ title, value }) => (
          <li key={title}>
            {title}：<b>{value}</b>
          </li>
        ))}
      </ul>
      <p className="phone-hint">
        依据：{scene?.basis}。记录保存 {scene?.keepDays} 天。
      </p>
    </PhoneCard>
  );
}

function spanText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} 分钟` : `${hours} 小时 ${minutes % 60} 分钟`;
}

/** Applying anew, or bringing over what was enrolled at the window. */
function FirstCode(props: { readonly onTaken: () => void }): ReactNode {
  const [from, setFrom] = useState<'new' | 'window'>('new');
  return (
    <>
      <Choices
        label="以前办过没有"
        value={from}
        options={[
          { key: 'new', title: '第一次申领' },
          { key: 'window', title: '在窗口办过，转到手机' },
        ]}
        onChoose={(key) => setFrom(key === 'window' ? 'window' : 'new')}
      />
      {from === 'new' ? <ClaimForm /> : <TakeOverForm onTaken={props.onTaken} />}
    </>
  );
}

function ClaimForm(): ReactNode {
  const { subject } = useSession();
  const [name, setName] = useState(subject.name);
  const [idCard, setIdCard] = useState('');
  const [why, setWhy] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.claim, {
    onRefused: (error) => setWhy(error.problems[0]?.message ?? error.message),
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    setWhy(undefined);
    void act({ name, idCard: idCard.trim().toUpperCase() });
  }
  return (
    <form onSubmit={send} noValidate>
      <PhoneCard title="申领安康码">
        <PhoneField label="姓名" required>
          <PhoneInput value={name} maxLength={60} autoComplete="name" onChange={setName} />
        </PhoneField>
        <PhoneField label="身份证号" required error={why} hint="只用来核对身份和算年龄段，不会写进码里">
          <PhoneInput value={idCard} maxLength={18} onChange={setIdCard} />
        </PhoneField>
        <PhoneButton submit disabled={acting}>
          申领
        </PhoneButton>
      </PhoneCard>
    </form>
  );
}
